using TransferWeb.Tests;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Vision.Tests.Weights;

public sealed class WeightFetchTests : IDisposable
{
    private static readonly DownloadPatience NoPause = new(3, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private readonly byte[] bytes = TinyWeights.Bytes();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Fetch_WholeFile_IsStoredByItsHashWithARecordAndProgress()
    {
        await using LocalFileServer server = new(bytes);
        RecordedProgress progress = new();

        StoredWeights weights = await Store().FetchAsync(Entry(server), progress, TestContext.Current.CancellationToken);

        Assert.Equal("tiny", weights.Backbone);
        Assert.Equal(TinyWeights.Sha256(bytes) + ".safetensors", Path.GetFileName(weights.Path));
        Assert.Equal("MIT", weights.Licence);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(weights.Path, TestContext.Current.CancellationToken));
        Assert.Equal(weights, Store().Find("tiny"));
        Assert.Equal(new DownloadProgress(bytes.Length, bytes.Length), progress.Reports[^1]);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public async Task Fetch_SecondTime_AsksNoServer()
    {
        WeightEntry entry;
        StoredWeights first;
        await using (LocalFileServer server = new(bytes))
        {
            entry = Entry(server);
            first = await Store().FetchAsync(entry, null, TestContext.Current.CancellationToken);
        }

        Assert.Equal(first, await Store().FetchAsync(entry, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Fetch_ConnectionCutTwice_GoesOnWhereItWasCut()
    {
        await using LocalFileServer server = new(bytes);
        server.Cuts.Enqueue(50_000);
        server.Cuts.Enqueue(30_000);

        StoredWeights weights = await Store().FetchAsync(Entry(server), null, TestContext.Current.CancellationToken);

        Assert.Equal([0, 50_000, 80_000], server.RequestedFrom);
        Assert.Equal(bytes.Length, weights.SizeBytes);
    }

    [Fact]
    public async Task Fetch_CutByAServerWithoutRanges_BeginsAgain()
    {
        await using LocalFileServer server = new(bytes) { SupportsRanges = false };
        server.Cuts.Enqueue(50_000);

        StoredWeights weights = await Store().FetchAsync(Entry(server), null, TestContext.Current.CancellationToken);

        Assert.Equal(bytes.Length, weights.SizeBytes);
    }

    [Fact]
    public async Task Fetch_AlwaysCut_SaysSoKeepsThePartAndGoesOnLater()
    {
        await using LocalFileServer server = new(bytes);
        server.Cuts.Enqueue(70_000);
        server.Cuts.Enqueue(0);
        server.Cuts.Enqueue(0);

        WeightsException exception = await Fails(Entry(server));

        Assert.Equal(WeightsFault.NoNetwork, exception.Fault);
        Assert.Contains("what has arrived is kept", exception.Message, StringComparison.Ordinal);
        Assert.Equal(70_000, new FileInfo(Part).Length);
        await Store().FetchAsync(Entry(server), null, TestContext.Current.CancellationToken);
        Assert.Equal(70_000, server.RequestedFrom[^1]);
    }

    [Fact]
    public async Task Fetch_PartAlreadyWhole_IsAccepted()
    {
        await using LocalFileServer server = new(bytes);
        await File.WriteAllBytesAsync(Part, bytes, TestContext.Current.CancellationToken);

        StoredWeights weights = await Store().FetchAsync(Entry(server), null, TestContext.Current.CancellationToken);

        Assert.Equal([bytes.Length], server.RequestedFrom);
        Assert.Equal(bytes.Length, weights.SizeBytes);
    }

    [Fact]
    public async Task Fetch_BusyServer_IsAskedAgain()
    {
        await using LocalFileServer server = new(bytes);
        server.Failures.Enqueue(503);
        server.Failures.Enqueue(429);

        StoredWeights weights = await Store().FetchAsync(Entry(server), null, TestContext.Current.CancellationToken);

        Assert.Equal("tiny", weights.Backbone);
    }

    [Fact]
    public async Task Fetch_WrongHash_SaysSoAndKeepsNothing()
    {
        await using LocalFileServer server = new(bytes);

        WeightsException exception = await Fails(
            TinyWeights.Entry(server.Address("tiny.safetensors"), bytes, sha256: "00000000")
        );

        Assert.Equal(WeightsFault.WrongHash, exception.Fault);
        Assert.StartsWith(
            "tiny.safetensors is not the file it should be: its SHA-256 begins with",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Fetch_NotOnServer_SaysSo()
    {
        await using LocalFileServer server = new(bytes);
        server.Failures.Enqueue(404);

        WeightsException exception = await Fails(Entry(server));

        Assert.Equal(WeightsFault.NotOnServer, exception.Fault);
        Assert.Contains("it answers 404", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_FarTooMuch_IsStopped()
    {
        await using LocalFileServer server = new(new byte[3 << 20]);

        WeightsException exception = await Fails(Entry(server));

        Assert.Equal(WeightsFault.WrongHash, exception.Fault);
        Assert.Contains("far more", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(Part).Length);
    }

    [Fact]
    public async Task Fetch_NoServer_SaysHowToDoWithoutNetwork()
    {
        Uri address;
        await using (LocalFileServer server = new(bytes))
        {
            address = server.Address("tiny.safetensors");
        }

        WeightsException exception = await Fails(TinyWeights.Entry(address, bytes));

        Assert.Equal(WeightsFault.NoNetwork, exception.Fault);
        Assert.Contains("weights import FILE", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_OtherArchitecture_IsRefused()
    {
        byte[] other = TinyWeights.Bytes(bodyName: "trunk");
        await using LocalFileServer server = new(other);

        WeightsException exception = await Fails(TinyWeights.Entry(server.Address("tiny.safetensors"), other));

        Assert.Equal(WeightsFault.OtherArchitecture, exception.Fault);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Fetch_WhileAnotherDoes_SaysSo()
    {
        await using LocalFileServer server = new(bytes);
        await using FileStream other = new(Part, FileMode.Create, FileAccess.Write, FileShare.None);

        WeightsException exception = await Fails(Entry(server));

        Assert.Equal(WeightsFault.Busy, exception.Fault);
    }

    [Fact]
    public async Task Fetch_DiskFull_SaysSo()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs /dev/full, the device that is always full.");
        await using LocalFileServer server = new(bytes);
        File.CreateSymbolicLink(Part, "/dev/full");

        WeightsException exception = await Fails(Entry(server));

        Assert.Equal(WeightsFault.DiskFull, exception.Fault);
        Assert.StartsWith("The disk is full: tiny.safetensors", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_Cancelled_Stops()
    {
        await using LocalFileServer server = new(bytes);
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store().FetchAsync(Entry(server), null, cancelled.Token));
    }

    [Fact]
    public async Task Fetch_FolderIsAFile_SaysSo()
    {
        await using LocalFileServer server = new(bytes);
        string path = folder.Combine("file");
        await File.WriteAllTextAsync(path, "", TestContext.Current.CancellationToken);
        WeightStore store = new(path, [TinyWeights.Signature], http, TimeProvider.System, NoPause);

        WeightsException exception = await Assert.ThrowsAsync<WeightsException>(() =>
            store.FetchAsync(Entry(server), null, TestContext.Current.CancellationToken)
        );

        Assert.Equal(WeightsFault.FolderNotWritable, exception.Fault);
    }

    private string Part => folder.Combine("tiny.safetensors.part");

    private WeightStore Store() => new(folder.Path, [TinyWeights.Signature], http, TimeProvider.System, NoPause);

    private WeightEntry Entry(LocalFileServer server) => TinyWeights.Entry(server.Address("tiny.safetensors"), bytes);

    private Task<WeightsException> Fails(WeightEntry entry) =>
        Assert.ThrowsAsync<WeightsException>(() => Store().FetchAsync(entry, null, TestContext.Current.CancellationToken));

    private sealed class RecordedProgress : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public void Report(DownloadProgress value) => Reports.Add(value);
    }
}
