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
            .MapGet("/backbones", (IRunCatalog catalog, CancellationToken cancel) => catalog.BackbonesAsync(cancel))
            .WithSummary("The backbones that can be chosen, with the state of their weights")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }
}
