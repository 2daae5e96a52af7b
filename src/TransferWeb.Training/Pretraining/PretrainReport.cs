namespace TransferWeb.Training.Pretraining;

/// <summary>What was done and what it brought: the file beside the weights.</summary>
public sealed record PretrainReport
{
    /// <summary>The command that makes the weights again.</summary>
    public required string Command { get; init; }

    /// <summary>What the network saw and what it did not.</summary>
    public required string Saw { get; init; }

    /// <summary>As in <see cref="PretrainOptions"/>.</summary>
    public required long Seed { get; init; }

    /// <summary>Optimizer steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Pictures seen, each once.</summary>
    public required long Pictures { get; init; }

    /// <summary>Classes of patterns told apart.</summary>
    public required int Families { get; init; }

    /// <summary>Share of families named rightly over the last steps, on pictures not seen before, 0 to 1.</summary>
    public required double FamilyAccuracy { get; init; }

    /// <summary>The same for what lies on the pattern.</summary>
    public required double OverlayAccuracy { get; init; }

    /// <summary>Time taken, without the measuring of the benefit.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>The benefit, data set by data set.</summary>
    public required IReadOnlyList<TransferBenefit> Benefits { get; init; }
}

/// <summary>
/// Accuracy of a linear head on the features of the pretrained network and of the same network with random weights: mean over five
/// stratified 80/20 splits, on the held-out fifth.
/// </summary>
/// <param name="Data">The data set's name.</param>
/// <param name="Pictures">Number of pictures.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Pretrained">Accuracy with pretrained features, 0 to 1.</param>
/// <param name="Random">Accuracy with random features, 0 to 1.</param>
public sealed record TransferBenefit(string Data, int Pictures, int Classes, double Pretrained, double Random);
