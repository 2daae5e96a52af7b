namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>How far the student is from the teacher.</summary>
/// <param name="Stages">Share of the variance of each stage's map that is not explained, from the first stage after the stem.</param>
/// <param name="Features">The same of the pooled features.</param>
/// <param name="SoftLabels">Divergence of the softened class probabilities, in nats.</param>
public sealed record DistillDistance(IReadOnlyList<double> Stages, double Features, double SoftLabels)
{
    /// <summary>The mean of several.</summary>
    public static DistillDistance Mean(IReadOnlyList<DistillDistance> distances) =>
        new(
            [.. distances[0].Stages.Select((_, stage) => Math.Round(distances.Average(one => one.Stages[stage]), 4))],
            Math.Round(distances.Average(one => one.Features), 4),
            Math.Round(distances.Average(one => one.SoftLabels), 4)
        );
}

/// <summary>Where distillation stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Distance">Mean since the last report, on crops not seen before.</param>
/// <param name="ElapsedSeconds">Time since the start of this call.</param>
public sealed record DistillProgress(int Step, int Steps, DistillDistance Distance, double ElapsedSeconds);
