using TransferWeb.Torch;

namespace TransferWeb.Training.Devices;

/// <summary>Lets processes that compute on the same processor share its cores instead of each taking all.</summary>
internal sealed class EngineShare : IDisposable
{
    private readonly int before = Acceleration.GetThreads();

    private EngineShare(int threads) => Acceleration.SetThreads(threads);

    /// <summary>Until it is disposed, an operation here uses this process's part of the cores.</summary>
    /// <param name="device">What is computed on; on a GPU nothing is shared.</param>
    /// <param name="processes">How many share.</param>
    public static EngineShare Take(Device device, int processes)
    {
        int threads = Acceleration.GetThreads();
        return new EngineShare(device.type == DeviceType.CPU ? Math.Max(1, threads / processes) : threads);
    }

    /// <inheritdoc/>
    public void Dispose() => Acceleration.SetThreads(before);
}
