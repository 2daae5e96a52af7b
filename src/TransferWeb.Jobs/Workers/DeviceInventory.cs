using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Execution;
using TransferWeb.Jobs.Runs;

namespace TransferWeb.Jobs.Workers;

/// <summary>The devices of this machine, asked of a worker once.</summary>
public sealed class DeviceInventory(IWorkerLauncher launcher, DeviceLease leases) : IDisposable
{
    private readonly WorkerAnswer<IReadOnlyList<MeasuredDevice>> devices = new(launcher, "devices");

    /// <summary>All devices, with the run each has now.</summary>
    /// <exception cref="RequestRefusedException">The worker does not answer.</exception>
    public async Task<IReadOnlyList<DeviceInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        [
            .. (await devices.GetAsync(cancellationToken)).Select(d => new DeviceInfo(
                d.Name,
                d.DisplayName,
                d.MemoryBytes,
                d.GigaMacsPerSecond,
                leases.Holder(d.Name)
            )),
        ];

    /// <summary>
    /// The device a spec means. <c>auto</c> is the fastest one; the CPU where the worker cannot be asked, since the run itself then says why.
    /// </summary>
    public async Task<string> ResolveAsync(string device, CancellationToken cancellationToken = default)
    {
        if (device != "auto")
        {
            return device;
        }

        try
        {
            return (await devices.GetAsync(cancellationToken)).MaxBy(d => d.GigaMacsPerSecond)?.Name ?? "cpu";
        }
        catch (RequestRefusedException)
        {
            return "cpu";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => devices.Dispose();

    private sealed record MeasuredDevice(string Name, string DisplayName, long MemoryBytes, double GigaMacsPerSecond);
}
