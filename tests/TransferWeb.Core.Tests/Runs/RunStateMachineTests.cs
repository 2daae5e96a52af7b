using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Tests.Runs;

public class RunStateMachineTests
{
    private static readonly HashSet<(RunStatus, RunStatus)> Legal =
    [
        (RunStatus.Queued, RunStatus.Running),
        (RunStatus.Queued, RunStatus.Cancelled),
        (RunStatus.Queued, RunStatus.Failed),
        (RunStatus.Running, RunStatus.Succeeded),
        (RunStatus.Running, RunStatus.Failed),
        (RunStatus.Running, RunStatus.Cancelling),
        (RunStatus.Running, RunStatus.Interrupted),
        (RunStatus.Cancelling, RunStatus.Cancelled),
        (RunStatus.Cancelling, RunStatus.Succeeded),
        (RunStatus.Cancelling, RunStatus.Failed),
        (RunStatus.Cancelling, RunStatus.Interrupted),
        (RunStatus.Interrupted, RunStatus.Queued),
        (RunStatus.Interrupted, RunStatus.Cancelled),
        (RunStatus.Failed, RunStatus.Queued),
        (RunStatus.Cancelled, RunStatus.Queued),
    ];

    [Fact]
    public void Move_EveryPair_IsAllowedExactlyWhereListed()
    {
        foreach (RunStatus from in Enum.GetValues<RunStatus>())
        {
            foreach (RunStatus to in Enum.GetValues<RunStatus>())
            {
                Assert.Equal(Legal.Contains((from, to)), RunStateMachine.CanMove(from, to));
            }
        }
    }

    [Fact]
    public void Move_Illegal_ThrowsNamingBoth()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() =>
            RunStateMachine.Move(RunStatus.Succeeded, RunStatus.Running)
        );
        Assert.Contains("Succeeded", error.Message);
        Assert.Contains("Running", error.Message);
    }

    [Theory]
    [InlineData(RunStatus.Queued, false, true, false)]
    [InlineData(RunStatus.Running, false, true, false)]
    [InlineData(RunStatus.Cancelling, false, false, false)]
    [InlineData(RunStatus.Succeeded, true, false, false)]
    [InlineData(RunStatus.Failed, true, false, true)]
    [InlineData(RunStatus.Cancelled, true, false, true)]
    [InlineData(RunStatus.Interrupted, true, false, true)]
    public void Questions_EachStatus_AreAnswered(RunStatus status, bool final, bool cancel, bool restart)
    {
        Assert.Equal(final, RunStateMachine.IsFinal(status));
        Assert.Equal(cancel, RunStateMachine.CanCancel(status));
        Assert.Equal(restart, RunStateMachine.CanRestart(status));
    }
}
