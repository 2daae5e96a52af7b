using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Guidance;

/// <summary>Says where a run stands.</summary>
public static class RunWords
{
    /// <summary>What a step of the pipeline does, for a list of steps.</summary>
    public static string Phase(RunPhase phase) =>
        phase switch
        {
            RunPhase.PrepareWeights => "Get the network's weights",
            RunPhase.OpenDataset => "Open the pictures",
            RunPhase.BuildModel => "Build the network",
            RunPhase.ExtractFeatures => "Look at every picture once",
            RunPhase.Fit => "Train",
            RunPhase.Evaluate => "Measure on pictures it never saw",
            _ => "Write the model and its card",
        };

    /// <summary>A device's name in a run's events as a person reads it: <c>CPU</c>, <c>GPU 0</c>.</summary>
    public static string Device(string name) =>
        name == "cpu" ? "CPU"
        : name.StartsWith("cuda:", StringComparison.Ordinal) ? "GPU " + name[5..]
        : name;

    /// <summary>The headline while a step is under way.</summary>
    /// <param name="phase">The step, or null before the first.</param>
    /// <param name="progress">How far it is, or null where that is not known.</param>
    /// <param name="rounds">All rounds there will be; 0 where that is not known.</param>
    /// <param name="round">The newest round that is done, or null.</param>
    /// <param name="best">The best accuracy so far, 0 to 1, or null.</param>
    public static string Headline(RunPhase? phase, PhaseProgressed? progress, int rounds, EpochCompleted? round, double? best)
    {
        if (phase is null)
        {
            return "Starting";
        }

        PhaseProgressed? known = progress is { Total: > 0 } && progress.Phase == phase ? progress : null;
        double? remaining = known?.RemainingSeconds;
        string what = Phase(phase.Value);
        string? how = known is null ? null : Say.Percent((double)known.Done / known.Total);
        if (phase == RunPhase.Fit && rounds > 0)
        {
            what = $"Round {Math.Min((round?.Epoch ?? 0) + 1, rounds)} of {rounds}";
            how = best is { } accuracy ? $"{Say.Percent(accuracy)} right so far" : null;
            remaining ??= round?.RemainingSeconds;
        }
        else if (phase == RunPhase.ExtractFeatures && known is not null)
        {
            how = $"{Say.Number(known.Done)} of {Say.Number(known.Total)}";
        }

        string? left = remaining is { } seconds and > 0 ? $"{Say.About(seconds)} left" : null;
        return string.Join(" · ", new[] { what, how, left }.OfType<string>());
    }
}
