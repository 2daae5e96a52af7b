using TransferWeb.Core.Runs;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Weights;

/// <summary>Tells a run's events how far a download is, at most five times a second; done and total are bytes.</summary>
public sealed class DownloadTeller(PipelineServices services) : IProgress<DownloadProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long began = services.Time.GetTimestamp();
    private long last = services.Time.GetTimestamp();
    private long first = -1;

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        first = first < 0 ? value.ReceivedBytes : first;
        if (value.TotalBytes is not { } total || services.Time.GetElapsedTime(last) < Interval)
        {
            return;
        }

        last = services.Time.GetTimestamp();
        long received = value.ReceivedBytes - first;
        double elapsed = services.Time.GetElapsedTime(began).TotalSeconds;
        double? remaining = received > 0 ? elapsed * (total - value.ReceivedBytes) / received : null;
        services.Events.Emit(new PhaseProgressed(RunPhase.PrepareWeights, value.ReceivedBytes, total, remaining));
    }
}
