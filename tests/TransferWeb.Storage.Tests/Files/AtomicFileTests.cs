using TransferWeb.Core.Runs;
using TransferWeb.Storage.Files;

namespace TransferWeb.Storage.Tests.Files;

public sealed class AtomicFileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteJson_ReadBack_IsTheSameWithItsHash()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("new", "run.json");
        RunFailed document = new(RunFailure.DiskFull, "Plätze");

        string hash = await AtomicFile.WriteJsonAsync(path, document, Cancel);

        Assert.Equal(document, await AtomicFile.ReadJsonAsync<RunFailed>(path, Cancel));
        Assert.Equal(hash, await AtomicFile.HashAsync(path, Cancel));
    }

    [Fact]
    public async Task Write_ThatFailsHalfWay_KeepsTheOldFileAndNothingElse()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("a.txt");
        await File.WriteAllTextAsync(path, "old", Cancel);

        await Assert.ThrowsAsync<IOException>(() =>
            AtomicFile.WriteAsync(
                path,
                async file =>
                {
                    await file.WriteAsync("ne"u8.ToArray(), Cancel);
                    throw new IOException("No space left on device");
                },
                Cancel
            )
        );

        Assert.Equal("old", await File.ReadAllTextAsync(path, Cancel));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task ReadJson_AbsentFile_IsNull()
    {
        using TemporaryFolder folder = new();

        Assert.Null(await AtomicFile.ReadJsonAsync<RunFailed>(folder.Combine("none.json"), Cancel));
    }
}
