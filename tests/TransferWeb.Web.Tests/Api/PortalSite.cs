using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Execution;

namespace TransferWeb.Web.Tests.Api;

/// <summary>The whole site in this process, with its scheduler and database, but with fake workers.</summary>
internal sealed class PortalSite : WebApplicationFactory<Program>
{
    private readonly TemporaryFolder? owned;
    private readonly string folder;
    private readonly Dictionary<string, string> settings = [];

    public PortalSite()
    {
        owned = new TemporaryFolder();
        folder = owned.Path;
    }

    /// <summary>A site on a folder that another one made.</summary>
    public PortalSite(string folder) => this.folder = folder;

    public FakeWorkers Workers { get; } = new();

    public string Folder => folder;

    /// <summary>The real server's address, once it was started with <see cref="WebApplicationFactory{T}.StartServer"/>.</summary>
    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public PortalSite With(string setting, string value)
    {
        settings[setting] = value;
        return this;
    }

    public string[] Uploads() => Directory.GetFileSystemEntries(Path.Combine(folder, "uploads"));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("TransferWeb:DataFolder", folder);
        builder.UseSetting("TransferWeb:Url", "http://127.0.0.1:0");
        foreach ((string setting, string value) in settings)
        {
            builder.UseSetting(setting, value);
        }

        builder.ConfigureTestServices(services => services.AddSingleton<IWorkerLauncher>(Workers));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            owned?.Dispose();
        }
    }
}

/// <summary>What a program does with the REST interface.</summary>
internal static class RestClient
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<DatasetId> CreateDatasetAsync(this HttpClient client, string name = "Beetles")
    {
        HttpResponseMessage response = await client.PostAsJsonAsync("/api/datasets", new { name }, Cancel);
        return (await response.ReadAsync<JsonElement>()).GetProperty("id").Deserialize<DatasetId>(TransferWebJson.Line);
    }

    public static async Task<DatasetId> ReadyDatasetAsync(this HttpClient client, PortalSite site)
    {
        DatasetId id = await client.CreateDatasetAsync();
        using ByteArrayContent body = new(
            Zip([.. Enumerable.Range(0, 20).Select(i => ($"{(i % 2 == 0 ? "a" : "b")}/{i}.jpg", $"{i}"))])
        );
        await (await client.PostAsync($"/api/datasets/{id}/archive", body, Cancel)).ReadAsync<UploadReceipt>();
        (await client.PostAsync($"/api/datasets/{id}/check", null, Cancel)).EnsureSuccessStatusCode();
        IDatasetCatalog catalog = site.Services.GetRequiredService<IDatasetCatalog>();
        await foreach (DatasetProgress _ in catalog.WatchAsync(id, Cancel)) { }
        return id;
    }

    public static async Task<RunId> QueueRunAsync(this HttpClient client, DatasetId dataset)
    {
        HttpResponseMessage response = await client.PostAsJsonAsync(
            "/api/runs",
            new
            {
                dataset = dataset.ToString(),
                spec = new
                {
                    name = "By script",
                    backbone = "transferweb_mini",
                    training = new { epochs = 2 },
                },
            },
            Cancel
        );
        return (await response.ReadAsync<JsonElement>()).GetProperty("id").Deserialize<RunId>(TransferWebJson.Line);
    }

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, TransferWebJson.Line)!;
    }

    public static async Task<(int Status, string Detail)> ProblemAsync(this HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        return ((int)response.StatusCode, problem.TryGetProperty("detail", out JsonElement detail) ? detail.GetString()! : "");
    }

    public static byte[] Zip(params (string Name, string Content)[] files)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string content) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return stream.ToArray();
    }
}
