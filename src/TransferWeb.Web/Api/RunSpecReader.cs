using System.Text.Json;
using System.Text.Json.Nodes;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Api;

/// <summary>Reads a posted spec, in which the data may be left out since the portal fills it in.</summary>
internal static class RunSpecReader
{
    // Stands for the folder until the run is queued; the worker never sees it.
    private const string FilledInLater = "-";

    /// <summary>Reads it.</summary>
    /// <exception cref="RequestRefusedException">It is no spec; the sentence names the place.</exception>
    public static RunSpec Read(JsonElement element)
    {
        try
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException("It must be an object.");
            }

            JsonObject spec = JsonObject.Create(element)!;
            JsonObject data = spec["data"] as JsonObject ?? [];
            data["folder"] = FilledInLater;
            data.Remove("splitFile");
            spec["data"] = data.DeepClone();
            return spec.Deserialize<RunSpec>(TransferWebJson.Line)!;
        }
        catch (JsonException exception)
        {
            throw new RequestRefusedException(RefusalKind.Invalid, $"The spec cannot be read: {exception.Message}");
        }
    }
}
