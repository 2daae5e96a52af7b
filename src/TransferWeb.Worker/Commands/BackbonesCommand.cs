using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Training;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb backbones</c>: the networks that can be started from.</summary>
internal static class BackbonesCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Prints one line, a JSON array." };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("backbones", "Lists the networks that can be started from.") { Json };
        command.SetAction((parsed, _) => EngineThread.RunAsync(() => Run(parsed.GetValue(Json))));
        return command;
    }

    private static int Run(bool json)
    {
        IReadOnlyList<BackboneOffer> offers = Surroundings.Weights.Offers();
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(offers, TransferWebJson.Line));
            return ExitCodes.Done;
        }

        foreach (BackboneOffer offer in offers)
        {
            Console.Out.WriteLine(Describe(offer));
        }

        return ExitCodes.Done;
    }

    private static string Describe(BackboneOffer offer)
    {
        string weights =
            offer.Manifest.IsScratchOnly ? "no pretrained weights: learns from scratch only"
            : offer.IsHeld ? "weights here"
            : offer.DownloadBytes is { } bytes
                ? string.Create(CultureInfo.InvariantCulture, $"weights to be downloaded, {bytes / 1e6:0.0} MB")
            : "no weights";
        string source = offer.Manifest.PretrainedOn is { } set ? $", pretrained on {set}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{offer.Manifest.Name}: {offer.Manifest.DisplayName}, {offer.Manifest.Parameters / 1e6:0.0} million parameters, {offer.Manifest.MegaMacs:0} million multiply-adds a picture{source}; {weights}. Stages: {string.Join(", ", offer.Manifest.Stages.Select(stage => stage.Name))}."
        );
    }
}
