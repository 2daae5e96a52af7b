namespace TransferWeb.Training.Pretraining;

/// <summary>How the small backbone is pretrained. The defaults made the weights that come with the program.</summary>
public sealed record PretrainOptions
{
    /// <summary>The file to write; a report of the same name with the ending <c>.pretraining.json</c> goes beside it.</summary>
    public required string Output { get; init; }

    /// <summary>Decides the first weights and every picture.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Optimizer steps, 1 or more.</summary>
    public int Steps { get; init; } = 10000;

    /// <summary>Pictures a step, 2 or more.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Side of the generated pictures in pixels, 32 or more.</summary>
    public int Side { get; init; } = 80;

    /// <summary>Peak learning rate of AdamW.</summary>
    public double LearningRate { get; init; } = 1.5e-3;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.02;

    /// <summary>The weights so far are written after every so many steps.</summary>
    public int SaveEvery { get; init; } = 500;

    /// <summary>Processor threads that draw pictures while others train; 0 chooses.</summary>
    public int DrawThreads { get; init; }

    /// <summary>Folders <c>class/…</c> (any depth) on which the benefit is measured at the end, besides the sample data set.</summary>
    public IReadOnlyList<string> ProbeFolders { get; init; } = [];
}

/// <summary>Where pretraining stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">Mean loss since the last report, in nats.</param>
/// <param name="FamilyAccuracy">Share of pattern families named rightly since the last report, 0 to 1, on pictures not seen before.</param>
/// <param name="OverlayAccuracy">The same for what lies on the pattern.</param>
/// <param name="ElapsedSeconds">Time since the start.</param>
public sealed record PretrainProgress(
    int Step,
    int Steps,
    double Loss,
    double FamilyAccuracy,
    double OverlayAccuracy,
    double ElapsedSeconds
);
