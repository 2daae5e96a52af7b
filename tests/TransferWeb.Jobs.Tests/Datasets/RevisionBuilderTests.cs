using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Jobs.Datasets;

namespace TransferWeb.Jobs.Tests.Datasets;

public sealed class RevisionBuilderTests
{
    [Fact]
    public void Build_ClassFolders_SplitsEachClassSeventyFifteenFifteen()
    {
        CheckedDataset result = Build(Many("cat", 100), Many("dog", 20));

        Assert.Null(result.Message);
        Assert.Equal(["cat", "dog"], result.Revision!.Classes);
        Assert.Equal((70, 15, 15), Counts(result.Revision, "cat"));
        Assert.Equal((14, 3, 3), Counts(result.Revision, "dog"));
        Assert.Equal(
            (14, 3, 3),
            result.Report.Classes.Where(c => c.Label == "dog").Select(c => (c.Train, c.Validation, c.Test)).Single()
        );
        Assert.NotEmpty(result.Report.Classes[0].Examples);
    }

    [Fact]
    public void Build_Twice_GivesTheSameSplit()
    {
        Sample[] samples = [.. Many("cat", 40), .. Many("dog", 40)];

        Assert.Equal(Build(samples).Revision!.Samples, Build([.. samples.Reverse()]).Revision!.Samples);
    }

    [Fact]
    public void Build_AfterMorePictures_KeepsTheSplitOfTheOldOnes()
    {
        DatasetRevision first = Build(Many("cat", 40), Many("dog", 40)).Revision!;

        DatasetRevision second = RevisionBuilder
            .Build(2, DateTimeOffset.UnixEpoch, Inspection([.. Many("cat", 80), .. Many("dog", 40)]), first)
            .Revision!;

        Dictionary<string, Split> splits = second.Samples.ToDictionary(s => s.Sha256, s => s.Split);
        Assert.All(first.Samples, s => Assert.Equal(s.Split, splits[s.Sha256]));
        Assert.Equal((56, 12, 12), Counts(second, "cat"));
    }

    [Fact]
    public void Build_SplitFolders_KeepsThem()
    {
        DatasetInspection inspection = Inspection(
            [
                .. Many("cat", 4, Split.Train),
                .. Many("cat", 2, Split.Validation, 10),
                .. Many("dog", 4, Split.Train),
                .. Many("dog", 2, Split.Validation, 10),
            ],
            hasSplits: true
        );

        DatasetRevision revision = RevisionBuilder.Build(1, DateTimeOffset.UnixEpoch, inspection, null).Revision!;

        Assert.Equal((4, 2, 0), Counts(revision, "cat"));
    }

    [Fact]
    public void Build_SplitFoldersWithoutValidation_TakesItFromTrain()
    {
        DatasetInspection inspection = Inspection(
            [.. Many("cat", 20, Split.Train), .. Many("cat", 5, Split.Test, 100), .. Many("dog", 20, Split.Train)],
            hasSplits: true
        );

        DatasetRevision revision = RevisionBuilder.Build(1, DateTimeOffset.UnixEpoch, inspection, null).Revision!;

        Assert.Equal((17, 3, 5), Counts(revision, "cat"));
        Assert.Equal((17, 3, 0), Counts(revision, "dog"));
    }

    [Fact]
    public void Build_SplitFoldersWithoutTrain_IsUnusable()
    {
        DatasetInspection inspection = Inspection(
            [.. Many("cat", 4, Split.Validation), .. Many("dog", 4, Split.Validation)],
            hasSplits: true
        );

        CheckedDataset result = RevisionBuilder.Build(1, DateTimeOffset.UnixEpoch, inspection, null);

        Assert.Null(result.Revision);
        Assert.Contains("train folder", result.Message);
    }

    [Fact]
    public void Build_SamePictureTwiceInAClass_KeepsOneAndSaysSo()
    {
        CheckedDataset result = Build([.. Many("cat", 10), Picture("cat", 99, sha: "cat 3")], Many("dog", 10));

        Assert.Equal(10, result.Revision!.Samples.Count(s => s.Label == "cat"));
        PictureProblem problem = Assert.Single(result.Revision.Problems);
        Assert.Equal((PictureProblemKind.Duplicate, "cat/99.jpg", true), (problem.Kind, problem.Path, problem.LeftOut));
        Assert.Contains("cat/3.jpg", problem.Sentence);
    }

    [Fact]
    public void Build_SamePictureInTwoSplits_KeepsTheOneHeldBack()
    {
        DatasetInspection inspection = Inspection(
            [
                .. Many("cat", 5, Split.Train),
                Picture("cat", 50, Split.Validation, sha: "cat 1"),
                Picture("cat", 51, Split.Validation),
                .. Many("dog", 5, Split.Train),
            ],
            hasSplits: true
        );

        DatasetRevision revision = RevisionBuilder.Build(1, DateTimeOffset.UnixEpoch, inspection, null).Revision!;

        Assert.DoesNotContain(revision.Samples, s => s.Path == "cat/1.jpg");
        Assert.Contains(revision.Samples, s => s.Path == "cat/50.jpg" && s.Split == Split.Validation);
    }

    [Fact]
    public void Build_SamePictureInTwoClasses_LeavesBothOutAndNamesTheOther()
    {
        CheckedDataset result = Build([.. Many("cat", 10), Picture("cat", 99, sha: "dog 3")], Many("dog", 10));

        Assert.DoesNotContain(result.Revision!.Samples, s => s.Sha256 == "dog 3");
        Assert.Equal(["cat/99.jpg", "dog/3.jpg"], result.Revision.Problems.Select(p => p.Path));
        Assert.Contains("dog/3.jpg", result.Revision.Problems[0].Sentence);
        Assert.Contains("cat/99.jpg", result.Revision.Problems[1].Sentence);
    }

    [Theory]
    [InlineData(0, 0, "no pictures yet")]
    [InlineData(9, 0, "only one class, 'cat'")]
    [InlineData(9, 1, "'dog' has only 1 usable picture.")]
    [InlineData(1, 1, "'cat', 'dog' have only 1 usable picture each.")]
    public void Build_TooLittle_IsUnusableWithASentence(int cats, int dogs, string sentence)
    {
        CheckedDataset result = Build(Many("cat", cats), Many("dog", dogs));

        Assert.Null(result.Revision);
        Assert.Contains(sentence, result.Message);
    }

    [Fact]
    public void Build_ClassWhosePicturesAreAllBad_IsReadyAndNamesIt()
    {
        DatasetInspection inspection = Inspection([.. Many("cat", 9), .. Many("dog", 9)]) with
        {
            Classes = ["cat", "cow", "dog"],
        };

        CheckedDataset result = RevisionBuilder.Build(1, DateTimeOffset.UnixEpoch, inspection, null);

        Assert.Equal(["cat", "dog"], result.Revision!.Classes);
        Assert.Equal("The class 'cow' has no usable pictures, so the model will not know it.", result.Message);
    }

    [Fact]
    public void Build_OnlyBadFiles_IsUnusableAndKeepsTheirProblems()
    {
        PictureProblem problem = new("cat/1.jpg", PictureProblemKind.Empty, "The file is empty.", LeftOut: true);
        DatasetInspection inspection = Inspection([]) with { Problems = [problem] };

        CheckedDataset result = RevisionBuilder.Build(1, DateTimeOffset.UnixEpoch, inspection, null);

        Assert.Contains("None of the 1 files can be used", result.Message);
        Assert.Equal([problem], result.Report.Problems);
    }

    private static CheckedDataset Build(params Sample[][] samples) =>
        RevisionBuilder.Build(1, DateTimeOffset.UnixEpoch, Inspection([.. samples.SelectMany(s => s)]), null);

    private static DatasetInspection Inspection(Sample[] samples, bool hasSplits = false) =>
        new()
        {
            HasSplits = hasSplits,
            Classes = [.. samples.Select(s => s.Label).Distinct().Order(StringComparer.Ordinal)],
            Samples = samples,
            Problems = [],
        };

    private static Sample[] Many(string label, int count, Split split = Split.Train, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => Picture(label, i, split))];

    private static Sample Picture(string label, int i, Split split = Split.Train, string? sha = null) =>
        new($"{label}/{i}.jpg", label, split, sha ?? $"{label} {i}", 10, 10, 100);

    private static (int Train, int Validation, int Test) Counts(DatasetRevision revision, string label)
    {
        int Of(Split split) => revision.Samples.Count(s => s.Label == label && s.Split == split);
        return (Of(Split.Train), Of(Split.Validation), Of(Split.Test));
    }
}
