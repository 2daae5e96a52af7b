using System.Collections.Concurrent;
using TransferWeb.Core;

namespace TransferWeb.Jobs.Runs;

/// <summary>Sees to it that a device has at most one run at a time.</summary>
public sealed class DeviceLease
{
    private readonly ConcurrentDictionary<string, RunId> holders = new(StringComparer.Ordinal);

    /// <summary>Takes a device for a run until disposed, or gives null where another run has it.</summary>
    public IDisposable? TryTake(string device, RunId run) => holders.TryAdd(device, run) ? new Taken(this, device) : null;

    /// <summary>The run that has the device, or null.</summary>
    public RunId? Holder(string device) => holders.TryGetValue(device, out RunId run) ? run : null;

    private sealed class Taken(DeviceLease owner, string device) : IDisposable
    {
        public void Dispose() => owner.holders.TryRemove(device, out _);
    }
}
