namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>How the small backbone is taught by a large one. The weights that come with the program were begun with the defaults; their report has the exact commands.</summary>
public sealed record DistillOptions
{
    /// <summary>The file to write; a report, the split and the state to go on from go beside it.</summary>
    public required string Output { get; init; }

    /// <summary>The teacher's weights: a file of MobileNetV2.</summary>
    public required string Teacher { get; init; }

    /// <summary>Folders <c>class/…</c> of photographs. A part of each, and what it calls <c>val</c> or <c>test</c>, is never opened.</summary>
    public required IReadOnlyList<string> PictureFolders { get; init; }

    /// <summary>The student's first weights, of an earlier distillation; null for random ones.</summary>
    public string? Start { get; init; }

    /// <summary>Decides the split, the first weights and every crop.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Optimizer steps, 1 or more.</summary>
    public int Steps { get; init; } = 8500;

    /// <summary>For so many steps at first, each stage is given the teacher's map before it instead of the student's own.</summary>
    public int GuidedSteps { get; init; } = 2000;

    /// <summary>Over so many steps at the end the learning rate falls to nothing, on crops of <see cref="FinalSide"/>.</summary>
    public int CooldownSteps { get; init; } = 1200;

    /// <summary>Over so many steps at first the learning rate rises.</summary>
    public int WarmupSteps { get; init; } = 200;

    /// <summary>Crops a step, 2 or more.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Side of the crops in pixels, 32 or more.</summary>
    public int Side { get; init; } = 112;

    /// <summary>Side of the crops in the last steps.</summary>
    public int FinalSide { get; init; } = 144;

    /// <summary>Number of generated pictures that crops are taken of besides the photographs.</summary>
    public int GeneratedPictures { get; init; } = 2000;

    /// <summary>Peak learning rate of AdamW.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Weights and state are written after every so many steps.</summary>
    public int SaveEvery { get; init; } = 500;

    /// <summary>Whether to go on from the state that an earlier call left beside the output.</summary>
    public bool Resume { get; init; }

    /// <summary>Folders <c>class/…</c> on which the benefit is measured at the end, besides the sample data set.</summary>
    public IReadOnlyList<string> ProbeFolders { get; init; } = [];

    /// <summary>Steps before the learning rate falls.</summary>
    public int SteadySteps => Math.Max(0, Steps - CooldownSteps);

    /// <summary>Side of the crops of one step, in pixels.</summary>
    public int SideAt(int step) => step < SteadySteps ? Side : FinalSide;

    /// <summary>Learning rate of one step: a rise, a plateau, and a fall with the root of the way (Hägele et al., 2024).</summary>
    public double LearningRateAt(int step)
    {
        double rise = Math.Min(1, (step + 1.0) / Math.Max(1, WarmupSteps));
        double fall = step < SteadySteps ? 1 : 1 - Math.Sqrt((step - SteadySteps) / (double)CooldownSteps);
        return LearningRate * rise * fall;
    }
}
