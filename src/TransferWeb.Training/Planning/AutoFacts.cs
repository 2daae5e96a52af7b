using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Planning;

/// <summary>What was measured on the user's own pictures before choosing how to train.</summary>
/// <param name="TrainPictures">Pictures learnt from.</param>
/// <param name="SmallestClass">Those of the class with the fewest.</param>
/// <param name="Batches">Steps an epoch.</param>
/// <param name="HeadAccuracy">Share of the held-back pictures that a head on the frozen features gets right, 0 to 1: the smaller, the wider the domain gap.</param>
/// <param name="Gradients">For each stage from the input on, the norm of its gradient over the norm of its weights.</param>
/// <param name="Epoch">What an epoch costs.</param>
/// <param name="SecondsLeft">For training; null where there is no limit.</param>
public sealed record AutoFacts(
    int TrainPictures,
    int SmallestClass,
    int Batches,
    double HeadAccuracy,
    IReadOnlyList<StageRate> Gradients,
    EpochCost Epoch,
    double? SecondsLeft
);

/// <summary>Seconds of an epoch by its parts.</summary>
/// <param name="Forward">All training pictures through the network.</param>
/// <param name="Backward">Gradients of all stages, and the update.</param>
/// <param name="Validation">The held-back pictures through the network.</param>
public sealed record EpochCost(double Forward, double Backward, double Validation)
{
    /// <summary>Seconds where the gradients go down to a stage (0 is the first of <paramref name="stages"/>); stages of one network cost about the same.</summary>
    public double DownTo(int stage, int stages) => Forward + (Backward * (stages - stage) / Math.Max(1, stages)) + Validation;
}
