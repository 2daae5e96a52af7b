using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Prediction;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training.Tests.Prediction;

public sealed class PredictionServiceTests : IDisposable
{
    private readonly RunLab lab = new();

    public PredictionServiceTests() => Pictures.Write(lab.Pictures, 4, "blue", "red");

    public void Dispose() => lab.Dispose();

    [Fact]
    public void Predict_ByMoreModelsThanFit_KeepsTheNewestLoaded()
    {
        string[] models = [.. Enumerable.Range(1, 3).Select(seed => Train(seed))];
        using PredictionService service = new(capacity: 2);

        double[] first = [.. models.Select(Ask)];
        double[] second = [.. models.Reverse().Select(Ask)];

        Assert.Equal(2, service.LoadedModels);
        Assert.Equal(first, second.Reverse());
        Assert.Equal(3, first.Distinct().Count());

        double Ask(string model) => service.Predict(model, Picture).Classes.Single(c => c.Label == "red").Probability;
    }

    [Fact]
    public void Predict_OfNoPicture_SaysSoAndGoesOn()
    {
        string model = Train(1);
        using PredictionService service = new();

        Assert.Throws<PictureException>(() => service.Predict(model, Path.Combine(model, RunFiles.Manifest)));

        Assert.Equal(2, service.Predict(model, Picture).Classes.Count);
    }

    [Theory]
    [InlineData(RunFiles.Manifest)]
    [InlineData(RunFiles.Weights)]
    public void Predict_ByACutModel_SaysSo(string file)
    {
        string model = Train(1);
        string path = Path.Combine(model, file);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100]);
        using PredictionService service = new();

        Exception failure = Assert.ThrowsAny<Exception>(() => service.Predict(model, Picture));

        RunFailedException told = FailureTranslator.Translate(failure);
        Assert.Equal(RunFailure.WeightsUnusable, told.Failure);
        Assert.Contains(file, told.Message, StringComparison.Ordinal);
    }

    private string Picture => Path.Combine(lab.Pictures, "red", "00.png");

    private string Train(long seed)
    {
        RunSpec spec = lab.Spec(epochs: 1);
        return lab.Run(spec with { Training = spec.Training with { Seed = seed } }).Folder;
    }
}
