using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Portal;
using TransferWeb.Storage;

namespace TransferWeb.Web.Components;

/// <summary>What components that ask the portal's services share: a token that ends with them, and failures as sentences.</summary>
public abstract partial class PortalComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource closing = new();

    /// <summary>Prepares the component.</summary>
    protected PortalComponent() => Closing = closing.Token;

    /// <summary>Cancelled when the person leaves the page.</summary>
    protected CancellationToken Closing { get; }

    [Inject]
    private ILoggerFactory Loggers { get; set; } = default!;

    /// <summary>Does something that may fail; returns the sentence for the person, or null where it went well.</summary>
    protected async Task<string?> AttemptAsync(Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        try
        {
            await action();
            return null;
        }
        catch (RequestRefusedException refused)
        {
            return refused.Message;
        }
        catch (OperationCanceledException) when (Closing.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault)
        {
            LogFault(Loggers.CreateLogger(GetType()), fault);
            return FullDisk.IsCauseOf(fault)
                ? FullDisk.Sentence
                : "This did not work because of a fault in the portal. Nothing you made is lost; the portal's log says more. Try again.";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the component has under way.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !closing.IsCancellationRequested)
        {
            closing.Cancel();
            closing.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed.")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
