using TransferWeb.Core.Datasets;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Portal;

namespace TransferWeb.Core.Tests.Guidance;

public sealed class DatasetAdviceTests
{
    private static DatasetDetails Set(int[] sizes, params PictureProblem[] problems) =>
        new(
            DatasetId.New(),
            "Pictures",
            null,
            DatasetStatus.Ready,
            null,
            1,
            [.. sizes.Select((n, i) => new ClassSummary($"class{i}", n, 0, 0, []))],
            problems,
            DateTimeOffset.UnixEpoch,
            "local",
            IsSample: false
        );

    [Fact]
    public void Findings_GoodSet_AreNone() => Assert.Empty(DatasetAdvice.Findings(Set([60, 60])));

    [Fact]
    public void Findings_FewPictures_AreAWarningThatNamesTheClass()
    {
        Finding finding = Assert.Single(DatasetAdvice.Findings(Set([30, 12])));

        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Contains("“class1” has 12", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_UnevenClasses_SayHowMuch()
    {
        Finding finding = Assert.Single(DatasetAdvice.Findings(Set([600, 60])));

        Assert.Contains("10 times", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_Problems_AreGroupedAndTheGravestComeFirst()
    {
        IReadOnlyList<Finding> findings = DatasetAdvice.Findings(
            Set(
                [60, 5],
                new("a.jpg", PictureProblemKind.NotAPicture, "…", LeftOut: true),
                new("b.jpg", PictureProblemKind.Truncated, "…", LeftOut: true),
                new("c.jpg", PictureProblemKind.Duplicate, "…", LeftOut: true),
                new("d.jpg", PictureProblemKind.WrongExtension, "…", LeftOut: false)
            )
        );

        Assert.Equal(FindingLevel.Warning, findings[0].Level);
        Assert.Equal(2, findings.Single(f => f.Chip == "2 left out").Files.Count);
        Assert.Single(findings.Single(f => f.Chip == "1 double").Files);
        Assert.Equal(FindingLevel.Good, findings[^1].Level);
    }
}
