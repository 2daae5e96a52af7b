using TransferWeb.Core.Runs;
using TransferWeb.Training.Tests.Support;

namespace TransferWeb.Training.Tests.Pipeline;

public sealed class BadSpecTests : IDisposable
{
    private readonly RunLab lab = new();

    public BadSpecTests() => Pictures.Write(lab.Pictures, 4, "blue", "red");

    public void Dispose() => lab.Dispose();

    [Fact]
    public void UnknownBackbone_EndsWithTheKnownOnes()
    {
        RunFailedException failure = lab.Fail(lab.Spec() with { Backbone = "resnet19" });

        Assert.Equal(RunFailure.UnknownBackbone, failure.Failure);
        Assert.Contains("resnet18", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("small_cnn")]
    public void PretrainedStartOfANetworkWithoutWeights_EndsWithASentence(string backbone)
    {
        RunFailedException failure = lab.Fail(lab.Spec() with { Backbone = backbone, WeightsFile = null });

        Assert.Equal(RunFailure.InvalidSpec, failure.Failure);
        Assert.Contains("no pretrained weights", failure.Message, StringComparison.Ordinal);
        Assert.Contains("from scratch", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("small_cnn")]
    public void ScratchStartOfANetworkWithoutWeights_IsCarriedOut(string backbone)
    {
        RunSpec spec = lab.Spec() with
        {
            Backbone = backbone,
            WeightsFile = null,
            Start = WeightStart.Scratch,
            Freezing = FreezePolicy.Full,
        };

        Assert.Equal(RunOutcome.Completed, lab.Run(spec).Ending.Outcome);
    }

    [Fact]
    public void NegativeEpochs_EndWithTheirRange()
    {
        RunFailedException failure = lab.Fail(lab.Spec(epochs: -3));

        Assert.Equal(RunFailure.InvalidSpec, failure.Failure);
        Assert.Contains("-3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreStagesThanThereAre_EndsWithTheirNumber()
    {
        RunFailedException failure = lab.Fail(lab.Spec() with { Freezing = FreezePolicy.LastStages(40) });

        Assert.Equal(RunFailure.InvalidSpec, failure.Failure);
        Assert.Contains("stages", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GpuThatIsNotThere_EndsWithASentence()
    {
        Assert.SkipWhen(cuda.is_available(), "There is a GPU.");

        Assert.Equal(RunFailure.DeviceUnavailable, lab.Fail(lab.Spec() with { Device = "cuda:0" }).Failure);
    }

    [Fact]
    public void WeightFileThatIsNotThere_EndsWithASentence()
    {
        RunFailedException failure = lab.Fail(lab.Spec() with { WeightsFile = lab.Combine("none.pth") });

        Assert.Equal(RunFailure.WeightsUnusable, failure.Failure);
        Assert.Contains("none.pth", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsOfAnotherNetwork_EndWithASentence()
    {
        string other = lab.Combine("squeezenet.safetensors");
        RunLab.WriteWeights(other, "squeezenet1_0");

        RunFailedException failure = lab.Fail(lab.Spec() with { WeightsFile = other });

        Assert.Equal(RunFailure.WeightsUnusable, failure.Failure);
        Assert.Contains("squeezenet.safetensors does not hold weights of", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("damaged/truncated_tar_resnet18-5c106cde.pth")]
    [InlineData("damaged/truncated_zip_resnet18-f37072fd.pth")]
    [InlineData("resnet18_small_blocks_compressed.pth")]
    public void DamagedOrForeignWeightFile_EndsWithASentence(string file)
    {
        string path = TestData.Shared("weights", file);

        RunFailedException failure = lab.Fail(lab.Spec() with { Backbone = "resnet18", WeightsFile = path });

        Assert.Equal(RunFailure.WeightsUnusable, failure.Failure);
        Assert.Contains(Path.GetFileName(path), failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"train\": [\"../../etc/passwd\"], \"val\": []}", "Paths in it start at the picture folder")]
    [InlineData("{\"train\": [\"red/00.png\", \"red/00.png\"], \"val\": []}", "more than once")]
    [InlineData("[1, 2]", "is not a split file")]
    [InlineData("{\"train\": [\"red/00.png\"]}", "is not a split file")]
    public void SplitFileThatMakesNoSense_EndsWithASentence(string content, string expected)
    {
        string path = lab.Combine("split.json");
        File.WriteAllText(path, content);
        RunSpec spec = lab.Spec();

        RunFailedException failure = lab.Fail(spec with { Data = spec.Data with { SplitFile = path } });

        Assert.Equal(RunFailure.DatasetUnreadable, failure.Failure);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }
}
