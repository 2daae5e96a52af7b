using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Execution;

namespace TransferWeb.Jobs.Workers;

/// <summary>The backbones that can be chosen, asked of a worker; asked again after <see cref="Refresh"/>, since a run may have fetched weights.</summary>
public sealed class BackboneDirectory(IWorkerLauncher launcher) : IDisposable
{
    private readonly WorkerAnswer<IReadOnlyList<BackboneOffer>> offers = new(launcher, "backbones");

    /// <summary>All backbones, with the state of their weights on this machine.</summary>
    /// <exception cref="RequestRefusedException">The worker does not answer.</exception>
    public Task<IReadOnlyList<BackboneOffer>> ListAsync(CancellationToken cancellationToken = default) =>
        offers.GetAsync(cancellationToken);

    /// <summary>Forgets the state of the weights.</summary>
    public void Refresh() => offers.Forget();

    /// <inheritdoc/>
    public void Dispose() => offers.Dispose();
}
