using System.Text.Json.Serialization;

namespace TransferWeb.Core.Runs;

/// <summary>How the chosen parameters are trained. A null setting is chosen from the strategy by <c>TrainingDefaults</c>.</summary>
public sealed record TrainingSpec
{
    /// <summary>Passes over the training pictures, 1 to 1,000.</summary>
    public int? Epochs { get; init; }

    /// <summary>Pictures a step, 1 to 1,024.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Peak learning rate of the head after warm-up, above 0 and at most 10.</summary>
    public double? LearningRate { get; init; }

    /// <summary>
    /// Finds the learning rate before training by a range test (Smith, "Cyclical Learning Rates for Training Neural Networks", 2017). The run's document then holds what
    /// was found.
    /// </summary>
    public bool FindLearningRate { get; init; }

    /// <summary>The backbone's last stage learns at this share of the head's rate, above 0 and at most 1.</summary>
    public double? BackboneRateShare { get; init; }

    /// <summary>Each earlier stage learns at this share of the rate of the stage after it, above 0 and at most 1.</summary>
    public double? LayerDecay { get; init; }

    /// <summary>Shares of the head's rate for single stages, in place of what <see cref="BackboneRateShare"/> and <see cref="LayerDecay"/> say.</summary>
    public StageRates? StageRates { get; init; }

    /// <summary>The update rule.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>Decoupled (AdamW) or L2 (SGD) weight decay, 0 to 1. Biases and norm layers are not decayed.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Share of all steps in which the rate rises from near 0, 0 to 0.5; then it falls along a cosine.</summary>
    public double WarmupShare { get; init; } = 0.1;

    /// <summary>Greatest norm of a step's gradients, taken as one vector, 0 to 1,000; longer ones are shortened. 0 shortens none.</summary>
    public double? GradientClip { get; init; }

    /// <summary>Share of the head's inputs hidden at random in each step, 0 to 0.9; null is as the network was published.</summary>
    public double? Dropout { get; init; }

    /// <summary>Share of each label that is spread over all classes, 0 to 0.5.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>What is done about classes with more pictures than others.</summary>
    public ClassBalance ClassBalance { get; init; }

    /// <summary>α of mixup (Zhang et al., 2018), 0 to 4; 0 mixes nothing.</summary>
    public double Mixup { get; init; }

    /// <summary>α of CutMix (Yun et al., 2019), 0 to 4; 0 pastes nothing. With <see cref="Mixup"/> each step takes one of both.</summary>
    public double CutMix { get; init; }

    /// <summary>Decay of the weights' moving average, which is then what is measured and kept, 0 to 0.99999; 0 keeps the weights themselves.</summary>
    public double EmaDecay { get; init; }

    /// <summary>Epochs without a better one after which training stops, 0 to 1,000; 0 never stops early.</summary>
    public int Patience { get; init; }

    /// <summary>Seconds the training may take, above 0; null sets no limit. <see cref="FreezePolicy.Auto"/> plans within it.</summary>
    public double? BudgetSeconds { get; init; }

    /// <summary>Side of the square input in pixels, 32 to 1,024.</summary>
    public int? InputSize { get; init; }

    /// <summary>How training pictures are varied. Head-only runs see each picture once, unvaried.</summary>
    [JsonConverter(typeof(AugmentationKindConverter))]
    public AugmentationKind Augmentation { get; init; } = AugmentationKind.Light;

    /// <summary>Decides split, order, initial head and augmentation.</summary>
    public long Seed { get; init; }
}

/// <summary>The update rule.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OptimizerKind>))]
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum 0.9.</summary>
    Sgd,
}

/// <summary>What is done about classes with more pictures than others.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClassBalance>))]
public enum ClassBalance
{
    /// <summary>Nothing: common classes count more.</summary>
    None,

    /// <summary>Each picture's loss is weighed by how rare its class is, so that all classes count alike.</summary>
    Weights,

    /// <summary>Each epoch draws equally many pictures of every class; those of rare classes come several times.</summary>
    Sampling,
}
