using System.Text;
using Microsoft.Playwright;

namespace TransferWeb.Web.E2E;

/// <summary>
/// Holds a page's live connection at its most awkward moment: the page has told the server where it is, and has not yet heard back.
/// </summary>
internal sealed class HeldConnection
{
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly List<Action> held = [];
    private bool released;

    private HeldConnection() { }

    /// <summary>Done when the page has asked for its circuit; from then on it hears nothing.</summary>
    public Task Started => started.Task;

    /// <summary>Holds the connections of a page that is still to be opened.</summary>
    public static async Task<HeldConnection> OfAsync(IPage page)
    {
        HeldConnection connection = new();
        await page.RouteWebSocketAsync("**/_blazor**", connection.Connect);
        return connection;
    }

    /// <summary>Lets the page hear what was held, and all that comes.</summary>
    public void Release()
    {
        lock (gate)
        {
            released = true;
            held.ForEach(send => send());
            held.Clear();
        }
    }

    private void Connect(IWebSocketRoute page)
    {
        IWebSocketRoute server = page.ConnectToServer();
        page.OnMessage(frame =>
        {
            Send(server, frame);
            if (Encoding.Latin1.GetString(frame.Binary ?? []).Contains("StartCircuit", StringComparison.Ordinal))
            {
                started.TrySetResult();
            }
        });
        server.OnMessage(frame =>
        {
            lock (gate)
            {
                if (released || !started.Task.IsCompleted)
                {
                    Send(page, frame);
                }
                else
                {
                    held.Add(() => Send(page, frame));
                }
            }
        });
    }

    private static void Send(IWebSocketRoute to, IWebSocketFrame frame)
    {
        if (frame.Binary is { } bytes)
        {
            to.Send(bytes);
        }
        else
        {
            to.Send(frame.Text!);
        }
    }
}
