using TransferWeb.Training.Pretraining;
using TransferWeb.Training.Pretraining.Distillation;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Tests.Pretraining;

public sealed class TransferProbeTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Measure_AFolderThatWasSeen_CountsOnItsHeldOutPicturesAlone()
    {
        using TemporaryFolder folder = new();
        string pictures = Pictures.Write(folder.Combine("pictures"), 10, "red", "blue");
        PhotographSplit split = PhotographSplit.Of(pictures, seed: 1);
        foreach (string path in split.HeldOut)
        {
            // In the other class's colour: who learns from the rest must be wrong about every one of them.
            int other = path.StartsWith("red", StringComparison.Ordinal) ? 1 : 0;
            Pictures.WriteOne(Path.Combine(pictures, path), other, seed: 77);
        }

        manual_seed(2);
        using Backbone model = BackboneRegistry.Create("squeezenet1_0", 2);

        IReadOnlyList<TransferBenefit> benefits = TransferProbe.Measure(model, [pictures], seed: 1, split);

        Assert.Equal(["sample", "pictures"], benefits.Select(benefit => benefit.Data));
        Assert.Equal((20, 0.0), (benefits[1].Pictures, benefits[1].Pretrained));
    }
}
