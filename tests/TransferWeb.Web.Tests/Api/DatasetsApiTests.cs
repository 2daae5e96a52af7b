using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Tests.Api;

public sealed class DatasetsApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_AsBodyOrAsForm_IsStored()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();
        DatasetId id = await client.CreateDatasetAsync();
        using ByteArrayContent body = new(RestClient.Zip(("cat/1.jpg", "x")));
        using MultipartFormDataContent form = new()
        {
            { new StringContent("ignored"), "note" },
            { new ByteArrayContent(RestClient.Zip(("cat/2.jpg", "y"))), "file", "more.zip" },
        };
        using ByteArrayContent file = new([1]);

        UploadReceipt first = await (
            await client.PostAsync($"/api/datasets/{id}/archive", body, Cancel)
        ).ReadAsync<UploadReceipt>();
        UploadReceipt second = await (
            await client.PostAsync($"/api/datasets/{id}/archive", form, Cancel)
        ).ReadAsync<UploadReceipt>();
        UploadReceipt third = await (
            await client.PostAsync($"/api/datasets/{id}/files?path={Uri.EscapeDataString("K\u00e4fer/3.jpg")}", file, Cancel)
        ).ReadAsync<UploadReceipt>();

        Assert.Equal([1, 1, 1], (int[])[first.FilesStored, second.FilesStored, third.FilesStored]);
        string pictures = Path.Combine(site.Folder, "datasets", id.ToString(), "pictures");
        Assert.Equal(
            ["Käfer/3.jpg", "cat/1.jpg", "cat/2.jpg"],
            Directory
                .GetFiles(pictures, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(pictures, f))
                .Order(StringComparer.Ordinal)
        );
        Assert.Empty(site.Uploads());
    }

    [Theory]
    [InlineData("application/zip")]
    [InlineData("application/x-zip-compressed")]
    [InlineData("text/plain")]
    [InlineData("")]
    public async Task Upload_CalledAnything_IsTakenForItsBytes(string type)
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();
        DatasetId id = await client.CreateDatasetAsync();
        using ByteArrayContent body = new(RestClient.Zip(("cat/1.jpg", "x")));
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        UploadReceipt receipt = await (
            await client.PostAsync($"/api/datasets/{id}/archive", body, Cancel)
        ).ReadAsync<UploadReceipt>();

        Assert.Equal(1, receipt.FilesStored);
    }

    [Fact]
    public async Task Upload_FormWithoutAFile_Is400()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();
        DatasetId id = await client.CreateDatasetAsync();
        using MultipartFormDataContent form = new() { { new StringContent("text"), "note" } };

        (int status, string detail) = await (await client.PostAsync($"/api/datasets/{id}/archive", form, Cancel)).ProblemAsync();

        Assert.Equal((400, true), (status, detail.Contains("no file", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Upload_LargerThanTheServersOwnLimit_IsTakenByTheRealServer()
    {
        await using PortalSite site = new();
        site.UseKestrel(0);
        site.StartServer();
        using HttpClient client = new() { BaseAddress = site.Address };
        DatasetId id = await client.CreateDatasetAsync();
        byte[] noise = new byte[40_000_000];
        new Random(1).NextBytes(noise);
        using ByteArrayContent file = new(noise);

        UploadReceipt receipt = await (
            await client.PostAsync($"/api/datasets/{id}/files?path=cat/1.jpg", file, Cancel)
        ).ReadAsync<UploadReceipt>();

        Assert.Equal(1, receipt.FilesStored);
        Assert.Equal(
            noise.Length,
            new FileInfo(Path.Combine(site.Folder, "datasets", id.ToString(), "pictures", "cat", "1.jpg")).Length
        );
    }

    [Theory]
    [InlineData("archive")]
    [InlineData("files?path=cat/1.jpg")]
    public async Task Upload_CutInTheMiddle_LeavesNothing(string address)
    {
        await using PortalSite site = new();
        site.UseKestrel(0);
        site.StartServer();
        using HttpClient client = new() { BaseAddress = site.Address };
        DatasetId id = await client.CreateDatasetAsync();
        using FileSystemWatcher watcher = new(Path.Combine(site.Folder, "uploads"));
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => begun.TrySetResult();
        watcher.Deleted += (_, _) => removed.TrySetResult();
        watcher.EnableRaisingEvents = true;

        using (TcpClient socket = new())
        {
            await socket.ConnectAsync(site.Address.Host, site.Address.Port, Cancel);
            string head =
                $"POST /api/datasets/{id}/{address} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/zip\r\nContent-Length: 1000000\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Cancel);
            await socket.GetStream().WriteAsync(new byte[200_000], Cancel);
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        }

        await removed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Empty(site.Uploads());
        Assert.False(Directory.Exists(Path.Combine(site.Folder, "datasets", id.ToString())));
        Assert.Equal(
            DatasetStatus.Empty,
            (await (await client.GetAsync($"/api/datasets/{id}", Cancel)).ReadAsync<DatasetDetails>()).Status
        );
    }

    [Fact]
    public async Task Upload_OverTheLimit_Is413WithASentence()
    {
        await using PortalSite site = new PortalSite().With("TransferWeb:Uploads:FileBytes", "1000");
        using HttpClient client = site.CreateClient();
        DatasetId id = await client.CreateDatasetAsync();
        using ByteArrayContent file = new(new byte[1001]);

        (int status, string detail) = await (
            await client.PostAsync($"/api/datasets/{id}/files?path=cat/1.jpg", file, Cancel)
        ).ProblemAsync();

        Assert.Equal((413, true), (status, detail.Contains("cat/1.jpg is larger", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Change_OnADiskThatIsReallyFull_Is507WithASentenceAndPassesOnceThereIsRoom()
    {
        using SmallDisk? disk = SmallDisk.TryMake(megabytes: 16);
        Assert.SkipWhen(disk is null, SmallDisk.Missing);
        await using PortalSite site = new(disk.Combine("data"));
        using HttpClient client = site.CreateClient();
        DatasetId id = await client.CreateDatasetAsync();
        disk.Fill();

        using ByteArrayContent picture = new([1]);
        HttpResponseMessage upload = await client.PostAsync($"/api/datasets/{id}/files?path=a/1.jpg", picture, Cancel);
        HttpResponseMessage another = await client.PostAsJsonAsync(
            "/api/datasets",
            new { name = "Bees", useCase = new string('u', 1_000_000) },
            Cancel
        );

        foreach (HttpResponseMessage response in new[] { upload, another })
        {
            Assert.Equal(HttpStatusCode.InsufficientStorage, response.StatusCode);
            Assert.Contains("disk is full", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        Assert.Empty(site.Uploads());
        disk.Clear();
        await client.CreateDatasetAsync("Flies");
    }

    [Fact]
    public async Task Picture_Stored_IsServedAsWhatItIsAndNothingElse()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();
        DatasetId id = await client.CreateDatasetAsync();
        await PutAsync("cat/png.jpg", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 0]);
        await PutAsync("cat/page.jpg", Encoding.ASCII.GetBytes("<html><script>alert(1)</script></html>"));
        await PutAsync("cat/drawing.svg", Encoding.ASCII.GetBytes("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"));
        await PutAsync("cat/short.jpg", [0xFF, 0xD8]);

        HttpResponseMessage picture = await client.GetAsync($"/api/datasets/{id}/pictures/cat/png.jpg", Cancel);

        Assert.Equal((HttpStatusCode.OK, "image/png"), (picture.StatusCode, picture.Content.Headers.ContentType!.MediaType));
        Assert.Equal("nosniff", Assert.Single(picture.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(picture.Headers.GetValues("Content-Security-Policy")));
        foreach (
            string path in (string[])
                [
                    "cat/page.jpg",
                    "cat/drawing.svg",
                    "cat/short.jpg",
                    "cat/none.jpg",
                    "cat",
                    "..%2F..%2F..%2Ftransferweb.db",
                    "%2Fetc%2Fpasswd",
                ]
        )
        {
            Assert.Equal(
                404,
                (await (await client.GetAsync($"/api/datasets/{id}/pictures/{path}", Cancel)).ProblemAsync()).Status
            );
            Assert.Equal(
                404,
                (await (await client.GetAsync($"/api/datasets/{id}/thumbnails/{path}", Cancel)).ProblemAsync()).Status
            );
        }

        async Task PutAsync(string path, byte[] bytes)
        {
            using ByteArrayContent content = new(bytes);
            (await client.PostAsync($"/api/datasets/{id}/files?path={path}", content, Cancel)).EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task Thumbnail_AfterTheCheck_IsServed()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();
        DatasetId id = await client.ReadyDatasetAsync(site);

        HttpResponseMessage thumbnail = await client.GetAsync($"/api/datasets/{id}/thumbnails/a/0.jpg", Cancel);

        Assert.Equal("image/jpeg", thumbnail.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Dataset_WhileARunUsesIt_IsNotDeleted()
    {
        await using PortalSite site = new();
        site.Workers.On("train", FakeRuns.TrainUntilStopped);
        using HttpClient client = site.CreateClient();
        DatasetId id = await client.ReadyDatasetAsync(site);
        RunId run = await client.QueueRunAsync(id);

        (int status, string detail) = await (await client.DeleteAsync($"/api/datasets/{id}", Cancel)).ProblemAsync();

        Assert.Equal((409, true), (status, detail.Contains("By script", StringComparison.Ordinal)));
        Assert.NotEqual(default, run);
    }

    [Fact]
    public async Task Name_Blank_Is400WithASentence()
    {
        await using PortalSite site = new();
        using HttpClient client = site.CreateClient();

        (int status, string detail) = await (
            await client.PostAsJsonAsync("/api/datasets", new { name = " " }, Cancel)
        ).ProblemAsync();

        Assert.Equal((400, "The name has 0 characters. Give it 1 to 120."), (status, detail));
    }
}
