using TransferWeb.Core.Runs;
using TransferWeb.Training.Tests.Support;

namespace TransferWeb.Training.Tests.Pipeline;

/// <summary>Accuracy on real pictures from real weights. The bars are those of the well-known fine-tuning script's own results.</summary>
[Trait("Category", "Slow")]
public sealed class RealPicturesTests : IDisposable
{
    private const int Seeds = 5;
    private const string MobileNet = "mobilenet_v2_in1k_from_tflite-3298d1b6.pth";
    private const string ResNet = "resnet18_in1k_from_pq-624db316.pth";

    private readonly RunLab lab = new();

    public void Dispose() => lab.Dispose();

    [Theory]
    [InlineData("mobilenet_v2", MobileNet, "hymenoptera", 0.94)]
    [InlineData("resnet18", ResNet, "hymenoptera", 0.925)]
    [InlineData("mobilenet_v2", MobileNet, "neu_surface_defects", 0.96)]
    public void HeadOnly_MeanOfFiveSeeds_ReachesTheBar(string backbone, string weights, string pictures, double bar)
    {
        RunSpec spec = Spec(backbone, weights, pictures, FreezePolicy.HeadOnly);

        double[] accuracies =
        [
            .. Enumerable.Range(0, Seeds).Select(seed => Accuracy(spec with { Training = new TrainingSpec { Seed = seed } })),
        ];

        Assert.True(accuracies.Average() >= bar, $"Mean {accuracies.Average():0.0000} of {string.Join(", ", accuracies)}");
    }

    [Fact]
    public void Full_OnHymenoptera_IsNotMuchBelowTheHeadAlone()
    {
        RunSpec spec = Spec("mobilenet_v2", MobileNet, "hymenoptera", FreezePolicy.Full);

        double full = Accuracy(spec);
        double head = Accuracy(spec with { Freezing = FreezePolicy.HeadOnly });

        Assert.True(full >= head - 0.02, $"Full {full:0.0000}, head {head:0.0000}");
    }

    private static RunSpec Spec(string backbone, string weights, string pictures, FreezePolicy freezing) =>
        new()
        {
            Data = new DataSpec { Folder = TestData.Shared("datasets", pictures) },
            Backbone = backbone,
            WeightsFile = TestData.Shared("weights", weights),
            Freezing = freezing,
            Device = "cpu",
        };

    private double Accuracy(RunSpec spec)
    {
        RunEnding ending = lab.Run(spec).Ending;
        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        return ending.Result!.AccuracyTop1;
    }
}
