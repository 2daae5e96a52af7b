using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TransferWeb.Tests;

namespace TransferWeb.Web.E2E;

/// <summary>The built portal as a process of its own, on a free port of the loopback address, with its data in a given folder.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly List<string> output = [];

    private PortalProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    /// <summary>Where it is served.</summary>
    public Uri Address { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<PortalProcess> StartAsync(string dataFolder)
    {
        Uri address = new($"http://localhost:{FreePort()}");
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = Path.Combine(TestData.Root, "src", "TransferWeb.Web"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Built("TransferWeb.Web", "TransferWeb.Web.dll"));
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(address.ToString());
        start.Environment["TRANSFERWEB_DATA"] = dataFolder;
        start.Environment["TRANSFERWEB_WORKER"] = Built("TransferWeb.Worker", "transferweb");
        start.Environment.Remove("TRANSFERWEB_WEIGHTS");
        PortalProcess portal = new(Process.Start(start)!, address);
        portal.process.OutputDataReceived += portal.Keep;
        portal.process.ErrorDataReceived += portal.Keep;
        portal.process.BeginOutputReadLine();
        portal.process.BeginErrorReadLine();
        await portal.WaitUntilServingAsync();
        return portal;
    }

    /// <summary>All it has printed.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return string.Join('\n', output);
            }
        }
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static string Built(string project, string file) =>
        Path.Combine(TestData.Root, "src", project, "bin", Configuration, "net10.0", file);

    private static string Configuration { get; } =
        AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilServingAsync()
    {
        using HttpClient client = new() { BaseAddress = Address };
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(60))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The portal ended with {process.ExitCode} before it served:\n{Output}");
            }

            try
            {
                using HttpResponseMessage answer = await client.GetAsync("/health");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"The portal did not serve within 60 seconds:\n{Output}");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            output.Add(line.Data ?? "");
        }
    }
}
