using System.Globalization;
using TransferWeb.Core.Runs;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>The weights a distillation began with, where those were not random: an earlier one's.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Sha256">64 hex digits.</param>
/// <param name="Command">The command that made them; empty where the file does not say.</param>
public sealed record DistillStart(string File, string Sha256, string Command)
{
    /// <summary>Reads the weights into a network.</summary>
    /// <exception cref="RunFailedException">The file cannot be read, or is another network's.</exception>
    internal static DistillStart Load(string path, Backbone network)
    {
        try
        {
            using WeightFile file = WeightFile.Open(path);
            BackboneRegistry.LoadPretrained(network, file);
            return new DistillStart(
                Path.GetFileName(path),
                WeightHash.OfFile(path),
                file.Metadata.GetValueOrDefault("command", "")
            );
        }
        catch (WeightsException exception)
        {
            throw new RunFailedException(
                RunFailure.WeightsUnusable,
                $"The weights to start from cannot be used: {exception.Message}",
                exception
            );
        }
    }

    /// <summary>A seed for crops that the earlier distillation did not see.</summary>
    /// <param name="seed">The one both distillations have in common, as it decides which photographs are held out.</param>
    public long FreshSeed(long seed) =>
        seed ^ long.Parse(Sha256.AsSpan(0, 15), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
