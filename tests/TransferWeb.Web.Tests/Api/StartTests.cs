using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Tests.Api;

/// <summary>The portal as a program of its own that cannot start, and says why.</summary>
public sealed class StartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WithManyWrongSettings_NamesAllAtOnce()
    {
        using TemporaryFolder folder = new();

        (int code, string[] errors) = await RunAsync(
            ("TRANSFERWEB_DATA", folder.Path),
            ("TRANSFERWEB_URL", "http://0.0.0.0:5080"),
            ("TransferWeb__PredictionSeconds", "0"),
            ("TransferWeb__Uploads__Files", "-1")
        );

        Assert.Equal(1, code);
        Assert.Equal(3, errors.Length);
        Assert.Contains("PredictionSeconds is 0. It must be from 1 to 600.", errors);
        Assert.Contains(
            errors,
            e => e.Contains("'http://0.0.0.0:5080' is reached from other machines", StringComparison.Ordinal)
        );
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Start_OnTheFolderOfAnotherPortal_SaysSoAndTouchesNothing()
    {
        await using PortalSite site = new();
        site.Workers.On("train", FakeRuns.TrainUntilStopped);
        using HttpClient client = site.CreateClient();
        DatasetId dataset = await client.ReadyDatasetAsync(site);
        IAsyncEnumerable<RunUpdate> updates = site.Services.GetRequiredService<IRunCatalog>().WatchAsync(null, Cancel);
        RunId run = await client.QueueRunAsync(dataset);
        await updates.FirstAsync(u => u.Event is MetricsRecorded, Cancel);

        (int code, string[] errors) = await RunAsync(
            ("TRANSFERWEB_DATA", site.Folder),
            ("TRANSFERWEB_URL", "http://127.0.0.1:0")
        );

        Assert.Equal(1, code);
        Assert.Equal(
            $"Another portal is using the data folder {site.Folder}. Stop it first, or set TRANSFERWEB_DATA to another folder.",
            Assert.Single(errors)
        );
        RunDetails details = await (await client.GetAsync($"/api/runs/{run}", Cancel)).ReadAsync<RunDetails>();
        Assert.Equal(RunStatus.Running, details.Summary.Status);
    }

    [Fact]
    public async Task Start_OnAnAddressInUse_SaysWhatToDo()
    {
        using TemporaryFolder folder = new();
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        string url = $"http://{other.LocalEndpoint}";

        (int code, string[] errors) = await RunAsync(("TRANSFERWEB_DATA", folder.Path), ("TRANSFERWEB_URL", url));

        Assert.Equal(1, code);
        Assert.Contains(url, Assert.Single(errors));
        Assert.Contains("TRANSFERWEB_URL", errors[0]);
    }

    private static async Task<(int Code, string[] Errors)> RunAsync(params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "TransferWeb.Web.dll")])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process portal = Process.Start(start)!;
        try
        {
            Task<string> output = portal.StandardOutput.ReadToEndAsync(Cancel);
            string errors = await portal.StandardError.ReadToEndAsync(Cancel);
            await output;
            await portal.WaitForExitAsync(Cancel);
            return (portal.ExitCode, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            portal.Kill(entireProcessTree: true);
        }
    }
}
