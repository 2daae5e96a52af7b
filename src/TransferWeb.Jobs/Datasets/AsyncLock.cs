namespace TransferWeb.Jobs.Datasets;

/// <summary>A lock that may be held across awaits.</summary>
#pragma warning disable CA1001 // A semaphore whose wait handle is never taken holds nothing to release.
internal sealed class AsyncLock
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim semaphore = new(1);

    /// <summary>Waits for the lock and holds it until disposed.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await semaphore.WaitAsync(cancellationToken);
        return new Held(semaphore);
    }

    private sealed class Held(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
