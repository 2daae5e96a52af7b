using System.Runtime.InteropServices;

namespace TransferWeb.Worker;

/// <summary>Asks for a stop when a person presses Ctrl-C or the system wants the process to end. A second Ctrl-C ends it at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public StopSignals() =>
        registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        ];

    /// <summary>Cancelled when a stop is asked for.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Asks for a stop.</summary>
    public void Request() => source.Cancel();

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
