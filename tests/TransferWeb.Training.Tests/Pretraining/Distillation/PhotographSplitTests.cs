using TransferWeb.Core.Runs;
using TransferWeb.Training.Pretraining.Distillation;
using TransferWeb.Training.Tests.Support;

namespace TransferWeb.Tests.Pretraining.Distillation;

public sealed class PhotographSplitTests
{
    [Fact]
    public void Of_ClassFolders_HoldsAFifthOfEachOutBySeed()
    {
        using TemporaryFolder folder = new();
        Pictures.Write(folder.Path, 10, "glass", "metal");

        PhotographSplit split = PhotographSplit.Of(folder.Path, seed: 1);
        PhotographSplit again = PhotographSplit.Of(folder.Path, seed: 1);
        PhotographSplit other = PhotographSplit.Of(folder.Path, seed: 2);

        Assert.Equal(16, split.Train.Count);
        Assert.Equal([2, 2], split.HeldOut.CountBy(path => path.Split('/')[0]).Select(pair => pair.Value));
        Assert.Empty(split.Train.Intersect(split.HeldOut));
        Assert.Equal(split.HeldOut, again.HeldOut);
        Assert.NotEqual(split.HeldOut, other.HeldOut);
        Assert.Equal(split.HeldOut, split.ToFile().Validation);
    }

    [Fact]
    public void Of_AFolderWithSplits_LearnsFromItsTrainingPartAlone()
    {
        using TemporaryFolder folder = new();
        Pictures.Write(folder.Combine("train"), 3, "glass");
        Pictures.Write(folder.Combine("val"), 2, "glass");

        PhotographSplit split = PhotographSplit.Of(folder.Path, seed: 1);

        Assert.All(split.Train, path => Assert.StartsWith("train/", path, StringComparison.Ordinal));
        Assert.Equal((3, 2), (split.Train.Count, split.HeldOut.Count));
    }

    [Fact]
    public void Of_AnEmptyFolder_SaysHowPicturesShouldStand()
    {
        using TemporaryFolder folder = new();

        RunFailedException failure = Assert.Throws<RunFailedException>(() => PhotographSplit.Of(folder.Path, seed: 1));

        Assert.Equal(RunFailure.DatasetEmpty, failure.Failure);
        Assert.Contains("has no pictures to learn from", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AFolderThatIsNotThere_SaysSo()
    {
        RunFailedException failure = Assert.Throws<RunFailedException>(() => PhotographSplit.Of("no-such-folder", seed: 1));

        Assert.Equal(RunFailure.DatasetUnreadable, failure.Failure);
        Assert.Contains("no-such-folder does not exist", failure.Message, StringComparison.Ordinal);
    }
}
