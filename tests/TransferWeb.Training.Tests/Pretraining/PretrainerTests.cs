using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Training.Pretraining;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Tests.Pretraining;

public sealed class PretrainerTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Run_AFewSteps_WritesLoadableWeightsAndAReport()
    {
        using TemporaryFolder folder = new();
        string output = folder.Combine("mini.safetensors");
        List<PretrainProgress> heard = [];

        PretrainReport report = Pretrainer.Run(
            new PretrainOptions
            {
                Output = output,
                Steps = 60,
                BatchSize = 16,
                Side = 48,
            },
            new Listener(heard.Add),
            TestContext.Current.CancellationToken
        );

        Assert.Equal([50, 60], heard.Select(progress => progress.Step));
        Assert.Equal(960, report.Pictures);
        TransferBenefit benefit = Assert.Single(report.Benefits);
        Assert.Equal(("sample", 240, 4), (benefit.Data, benefit.Pictures, benefit.Classes));
        using WeightFile file = WeightFile.Open(output);
        using Backbone model = BackboneRegistry.Create("transferweb_mini", BackboneRegistry.PublishedClasses("transferweb_mini"));
        Assert.True(BackboneRegistry.LoadPretrained(model, file));
        string json = File.ReadAllText(folder.Combine("mini.pretraining.json"));
        Assert.Equal(report.Command, JsonSerializer.Deserialize<PretrainReport>(json, TransferWebJson.File)!.Command);
    }

    [Fact]
    public void Run_Cancelled_StopsWithoutAFile()
    {
        using TemporaryFolder folder = new();
        PretrainOptions options = new()
        {
            Output = folder.Combine("mini.safetensors"),
            Steps = 1000,
            BatchSize = 2,
            Side = 32,
        };

        Assert.Throws<OperationCanceledException>(() =>
            Pretrainer.Run(options, cancellation: new CancellationToken(canceled: true))
        );
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private sealed class Listener(Action<PretrainProgress> hear) : IProgress<PretrainProgress>
    {
        public void Report(PretrainProgress value) => hear(value);
    }
}
