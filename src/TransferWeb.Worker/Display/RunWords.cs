using System.Globalization;
using TransferWeb.Core.Runs;

namespace TransferWeb.Worker.Display;

/// <summary>What happens in a run, in words.</summary>
internal static class RunWords
{
    private static readonly Dictionary<RunPhase, string> Phases = new()
    {
        [RunPhase.PrepareWeights] = "Preparing the weights",
        [RunPhase.OpenDataset] = "Opening the pictures",
        [RunPhase.ExtractFeatures] = "Looking at each picture",
        [RunPhase.Fit] = "Learning",
    };

    /// <summary>The name of a phase that may take long, or null.</summary>
    public static string? Of(RunPhase phase) => Phases.GetValueOrDefault(phase);

    /// <summary>An event that is a sentence by itself, or null.</summary>
    public static string? Describe(RunEvent runEvent) =>
        runEvent switch
        {
            NoteAdded note => note.Text,
            RunStarted started =>
                $"{started.Backbone} on {started.Device}: {started.TrainImages} pictures to learn from, {started.ValidationImages + started.TestImages} to check with, {started.Classes.Count} classes.",
            _ => null,
        };

    /// <summary>How an epoch went.</summary>
    public static string Describe(EpochCompleted epoch) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Learning, epoch {epoch.Epoch} of {epoch.Epochs}: {epoch.ValidationAccuracy:P1} right"
        );
}
