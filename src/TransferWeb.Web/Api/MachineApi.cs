using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Api;

/// <summary><c>/api/devices</c> and <c>/api/backbones</c>: what this machine can do.</summary>
internal static class MachineApi
{
    /// <summary>Maps both.</summary>
    public static void MapMachine(this RouteGroupBuilder api)
    {
        RouteGroupBuilder machine = api.MapGroup("").WithTags("Machine");
        machine
            .MapGet("/devices", (IRunCatalog catalog, CancellationToken cancel) => catalog.DevicesAsync(cancel))
            .WithSummary("The devices of this machine; measured at the first call")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        machine
            .MapGet("/backbones", BackbonesAsync)
            .WithSummary("The backbones that can be chosen, with the state of their weights")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Clients learn whether weights are here and what their file is called, not where this machine keeps it.</summary>
    private static async Task<IReadOnlyList<BackboneOffer>> BackbonesAsync(IRunCatalog catalog, CancellationToken cancel) =>
        [.. (await catalog.BackbonesAsync(cancel)).Select(o => o with { WeightsFile = Path.GetFileName(o.WeightsFile) })];
}
