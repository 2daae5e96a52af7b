using TransferWeb.Core.Guidance;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Tests.Guidance;

public sealed class CommentaryTests
{
    private static EpochCompleted Round(
        int number,
        double accuracy,
        bool isBest,
        double trainLoss = 1,
        double validationLoss = 1
    ) => new(number, 20, trainLoss, validationLoss, accuracy, isBest, number, 20 - number);

    [Fact]
    public void On_FirstRound_SaysWhereItStarts() =>
        Assert.Equal("First round done: 50 % right on pictures it never saw.", Commentary.On([Round(1, 0.5, true)]));

    [Fact]
    public void On_BetterByAPoint_SaysSo() =>
        Assert.Equal("Round 2: 60 % right, the best so far.", Commentary.On([Round(1, 0.5, true), Round(2, 0.6, true)]));

    [Fact]
    public void On_HardlyBetter_IsSilent() => Assert.Null(Commentary.On([Round(1, 0.5, true), Round(2, 0.505, true)]));

    [Fact]
    public void On_FiveRoundsWithoutABetterOne_SaysWhichIsKept()
    {
        EpochCompleted[] rounds =
        [
            Round(1, 0.5, true),
            Round(2, 0.9, true),
            .. Enumerable.Range(3, 5).Select(i => Round(i, 0.8, false)),
        ];

        Assert.Equal("No better round for 5 rounds. Round 2 with 90 % is the one that is kept.", Commentary.On(rounds));
        Assert.Null(Commentary.On(rounds[..^1]));
    }

    [Fact]
    public void On_CurvesDriftingApart_SaysItOnce()
    {
        EpochCompleted[] rounds =
        [
            Round(1, 0.9, true, 1.0, 0.5),
            Round(2, 0.9, false, 0.8, 0.6),
            Round(3, 0.9, false, 0.6, 0.7),
            Round(4, 0.9, false, 0.4, 0.8),
            Round(5, 0.9, false, 0.3, 0.9),
        ];

        Assert.Null(Commentary.On(rounds[..3]));
        Assert.Contains("learn by heart", Commentary.On(rounds[..4]), StringComparison.Ordinal);
        Assert.Null(Commentary.On(rounds));
    }
}
