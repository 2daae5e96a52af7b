using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Guidance;

/// <summary>A choice between time and precision that stands for the settings behind it.</summary>
/// <param name="Key">Stable; stands in addresses.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Line">One line: when to take it.</param>
/// <param name="EpochFactor">How many rounds, as a multiple of the strategy's own number.</param>
public sealed record TrainingPreset(string Key, string Title, string Line, double EpochFactor);

/// <summary>The presets of the wizard.</summary>
public static class TrainingPresets
{
    /// <summary>The one taken where nothing is chosen.</summary>
    public static TrainingPreset Balanced { get; } =
        new("balanced", "Balanced", "The settings that suit most pictures. Start here.", 1);

    /// <summary>All, from the shortest to the longest.</summary>
    public static IReadOnlyList<TrainingPreset> All { get; } =
    [
        new("quick", "Quick", "A first impression in the least time.", 1 / 3.0),
        Balanced,
        new("best", "Best", "More rounds, for the last points of accuracy.", 2.5),
    ];

    /// <summary>The preset of that key; <see cref="Balanced"/> for any other.</summary>
    public static TrainingPreset Find(string? key) => All.FirstOrDefault(p => p.Key == key) ?? Balanced;

    /// <summary>The spec with the preset's number of rounds, unless the spec names one itself. Balanced leaves it open: chosen for you.</summary>
    public static RunSpec Apply(RunSpec spec, TrainingPreset preset, BackboneManifest backbone)
    {
        if (spec.Training.Epochs is not null || preset == Balanced)
        {
            return spec;
        }

        int usual = TrainingDefaults.Fill(spec, backbone).Training.Epochs!.Value;
        int epochs = Math.Max(1, (int)Math.Round(usual * preset.EpochFactor));
        return spec with { Training = spec.Training with { Epochs = epochs } };
    }
}
