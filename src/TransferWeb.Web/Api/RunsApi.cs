using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Api;

/// <summary>A run to queue. The spec's folder, split file and device are filled in by the portal.</summary>
internal sealed record NewRun(DatasetId Dataset, JsonElement Spec);

/// <summary>What was queued.</summary>
internal sealed record CreatedRun(RunId Id);

/// <summary>How a model is published.</summary>
internal sealed record Publication(string Name, string? Description);

/// <summary>What was published.</summary>
internal sealed record PublishedModel(ModelId Id);

/// <summary><c>/api/runs</c>.</summary>
internal static class RunsApi
{
    /// <summary>Maps the resource.</summary>
    public static void MapRuns(this RouteGroupBuilder api)
    {
        RouteGroupBuilder runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("/", (IRunCatalog catalog, CancellationToken cancel) => catalog.ListAsync(cancel))
            .WithSummary("All runs, newest first");
        runs.MapPost("/", CreateAsync)
            .WithSummary("Queue a run on a data set's newest revision")
            .Produces<CreatedRun>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapGet("/{id}", FindAsync).WithSummary("One run").ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/{id}/events", EventsAsync)
            .WithSummary("A run's events, one JSON object a line; with follow=true until its end")
            .Produces<RunEvent>(StatusCodes.Status200OK, EventStream.ContentType);
        runs.MapGet("/{id}/evaluation", EvaluationAsync)
            .WithSummary("How a run's model does on pictures it never learnt from")
            .ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapPost("/{id}/cancel", CancelAsync)
            .WithSummary("Stop a queued or running run")
            .ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapPost("/{id}/restart", RestartAsync)
            .WithSummary("Queue an interrupted, failed or cancelled run again")
            .ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapPost("/{id}/publish", PublishAsync)
            .WithSummary("Put a succeeded run's model into the gallery")
            .Produces<PublishedModel>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> CreateAsync(NewRun body, IRunCatalog catalog, CancellationToken cancel)
    {
        RunSpec spec = RunSpecReader.Read(body.Spec);
        if (RunSpecValidator.Validate(spec) is { Count: > 0 } errors)
        {
            return Results.ValidationProblem(
                errors.GroupBy(e => e.Field).ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray()),
                detail: string.Join(" ", errors.Select(e => e.Message))
            );
        }

        RunId id = await catalog.EnqueueAsync(body.Dataset, spec, cancel);
        return Results.Created($"/api/runs/{id}", new CreatedRun(id));
    }

    private static async Task<RunDetails> FindAsync(string id, IRunCatalog catalog, CancellationToken cancel) =>
        await catalog.FindAsync(ApiIds.Run(id), cancel) ?? throw ApiIds.NoRun();

    private static async Task<IResult> EventsAsync(string id, bool? follow, EventStream events, CancellationToken cancel)
    {
        RunId run = ApiIds.Run(id);
        await events.RequireAsync(run, cancel);
        return Results.Stream(body => events.WriteAsync(run, follow ?? false, body, cancel), EventStream.ContentType);
    }

    private static async Task<EvaluationReport> EvaluationAsync(string id, IRunCatalog catalog, CancellationToken cancel) =>
        await catalog.EvaluationAsync(ApiIds.Run(id), cancel)
        ?? throw new RequestRefusedException(RefusalKind.NotFound, "There is no evaluation of this run: it has not succeeded.");

    private static async Task<IResult> CancelAsync(string id, IRunCatalog catalog, CancellationToken cancel)
    {
        await catalog.CancelAsync(ApiIds.Run(id), cancel);
        return Results.Accepted($"/api/runs/{id}");
    }

    private static async Task<IResult> RestartAsync(string id, IRunCatalog catalog, CancellationToken cancel)
    {
        await catalog.RestartAsync(ApiIds.Run(id), cancel);
        return Results.Accepted($"/api/runs/{id}");
    }

    private static async Task<IResult> PublishAsync(string id, Publication body, IModelGallery gallery, CancellationToken cancel)
    {
        ModelId model = await gallery.PublishAsync(ApiIds.Run(id), body.Name ?? "", body.Description ?? "", cancel);
        return Results.Created($"/api/models/{model}", new PublishedModel(model));
    }
}
