using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Runs;
using TransferWeb.Storage.Files;

namespace TransferWeb.Web.Api;

/// <summary>A run's events as JSON lines, for programs. The file is the truth; the bus only says that there is more in it.</summary>
internal sealed class EventStream(IRunCatalog catalog, DataFolder folder)
{
    /// <summary>The lines' content type.</summary>
    public const string ContentType = "application/jsonl";

    /// <summary>Makes sure there is such a run.</summary>
    public async Task RequireAsync(RunId run, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(run, cancellationToken) is null)
        {
            throw ApiIds.NoRun();
        }
    }

    /// <summary>Writes all events so far, and where asked those to come until the run ends by itself or by a person.</summary>
    public async Task WriteAsync(RunId run, bool follow, Stream body, CancellationToken cancellationToken)
    {
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using IAsyncEnumerator<RunUpdate> updates = catalog.WatchAsync(run, done.Token).GetAsyncEnumerator(done.Token);
        RunEventLog log = new(Path.Combine(folder.Run(run), RunFiles.Events));
        do
        {
            // The status before the events: once it is final, no event can follow that is not in the file.
            bool final = await IsFinalAsync(run, cancellationToken);
            foreach (RunEvent runEvent in await log.ReadNewAsync(cancellationToken))
            {
                await JsonSerializer.SerializeAsync(body, runEvent, TransferWebJson.Line, cancellationToken);
                await body.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }

            await body.FlushAsync(cancellationToken);
            if (final)
            {
                break;
            }
        } while (follow && await updates.MoveNextAsync());

        await done.CancelAsync();
    }

    private async Task<bool> IsFinalAsync(RunId run, CancellationToken cancellationToken) =>
        await catalog.FindAsync(run, cancellationToken) is not { } details || RunStateMachine.IsFinal(details.Summary.Status);
}
