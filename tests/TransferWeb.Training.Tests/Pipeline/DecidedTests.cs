using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Tests.Pipeline;

public sealed class DecidedTests : IDisposable
{
    private static readonly RunSpec Asked = new()
    {
        Data = new DataSpec { Folder = "pictures" },
        Backbone = "resnet18",
        Freezing = FreezePolicy.Auto,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Decided_WhereTheFoldersDocumentHasIt_IsTaken()
    {
        RunSpec decided = Asked with { Freezing = FreezePolicy.LastStages(2), Reasoning = "Measured." };
        RunFolder.WriteSpec(folder.Path, decided);

        Assert.Equal(decided, RunFolder.Decided(folder.Path, Asked));
    }

    [Fact]
    public void Decided_WhereNothingIsWritten_StaysOpen()
    {
        Assert.Equal(Asked, RunFolder.Decided(folder.Path, Asked));

        RunFolder.WriteSpec(folder.Path, Asked);
        Assert.Equal(Asked, RunFolder.Decided(folder.Path, Asked));
    }

    [Fact]
    public void Decided_WhereAPersonHasChosenAll_IsWhatThePersonChose()
    {
        RunFolder.WriteSpec(folder.Path, Asked with { Freezing = FreezePolicy.LastStages(2) });
        RunSpec chosen = Asked with { Freezing = FreezePolicy.Full };

        Assert.Equal(chosen, RunFolder.Decided(folder.Path, chosen));
    }
}
