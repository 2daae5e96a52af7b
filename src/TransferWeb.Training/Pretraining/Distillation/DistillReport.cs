namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>What was done and what it brought: the file beside the weights.</summary>
public sealed record DistillReport
{
    /// <summary>The command that makes the weights again.</summary>
    public required string Command { get; init; }

    /// <summary>What the network saw and what it did not.</summary>
    public required string Saw { get; init; }

    /// <summary>Display name of the teacher.</summary>
    public required string Teacher { get; init; }

    /// <summary>SHA-256 of the teacher's weight file, 64 hex digits.</summary>
    public required string TeacherSha256 { get; init; }

    /// <summary>The weights it began with; null for random ones.</summary>
    public DistillStart? Start { get; init; }

    /// <summary>As in <see cref="DistillOptions"/>.</summary>
    public required long Seed { get; init; }

    /// <summary>Optimizer steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Crops seen, each once.</summary>
    public required long Crops { get; init; }

    /// <summary>Photographs the crops are of, each from the training split.</summary>
    public required int Photographs { get; init; }

    /// <summary>Photographs held out, never opened.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Generated pictures the other crops are of.</summary>
    public required int Generated { get; init; }

    /// <summary>How far from the teacher the student was over the last steps.</summary>
    public required DistillDistance Distance { get; init; }

    /// <summary>Time taken, without the measuring of the benefit.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>The benefit, data set by data set.</summary>
    public required IReadOnlyList<TransferBenefit> Benefits { get; init; }
}
