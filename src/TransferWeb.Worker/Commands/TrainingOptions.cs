using System.CommandLine;
using System.Globalization;
using TransferWeb.Core.Runs;

namespace TransferWeb.Worker.Commands;

/// <summary>The options that say how a run is trained: a run document's <c>training</c>, word for word.</summary>
internal static class TrainingOptions
{
    private const string Find = "find";

    private static readonly TrainingSpec Usual = new();

    private static readonly Option<int?> Epochs = new("--epochs") { Description = "Passes over the training pictures." };
    private static readonly Option<int> BatchSize = new("--batch-size")
    {
        Description = "Pictures a step.",
        DefaultValueFactory = _ => Usual.BatchSize,
    };

    private static readonly Option<string?> LearningRate = new("--learning-rate")
    {
        Description = "Peak learning rate of the head, or 'find' to look for one first.",
    };

    private static readonly Option<double?> BackboneRateShare = new("--backbone-rate-share")
    {
        Description = "Share of that rate at which the backbone's last stage learns.",
    };

    private static readonly Option<double?> LayerDecay = new("--layer-decay")
    {
        Description = "Share of a stage's rate at which the stage before it learns.",
    };

    private static readonly Option<double?> WeightDecay = new("--weight-decay") { Description = "Weight decay." };
    private static readonly Option<OptimizerKind> Optimizer = new("--optimizer") { Description = "adamw or sgd." };
    private static readonly Option<double> WarmupShare = new("--warmup-share")
    {
        Description = "Share of all steps in which the rate rises.",
        DefaultValueFactory = _ => Usual.WarmupShare,
    };

    private static readonly Option<double?> GradientClip = new("--gradient-clip")
    {
        Description = "Greatest norm of a step's gradients; 0 for none.",
    };

    private static readonly Option<double?> Dropout = new("--dropout")
    {
        Description = "Share of the head's inputs hidden at random in each step.",
    };

    private static readonly Option<double> LabelSmoothing = new("--label-smoothing")
    {
        Description = "Share of each label that is spread over all classes.",
    };

    private static readonly Option<ClassBalance> Balance = new("--class-balance")
    {
        Description = "What is done about rare classes: none, weights or sampling.",
    };

    private static readonly Option<double> Mixup = new("--mixup")
    {
        Description = "Mixes pictures in pairs: mixup's alpha, such as 0.2.",
    };
    private static readonly Option<double> CutMix = new("--cutmix")
    {
        Description = "Pastes boxes between pictures: CutMix's alpha, such as 1.",
    };

    private static readonly Option<double> EmaDecay = new("--ema-decay")
    {
        Description = "Measures and keeps a moving average of the weights, of this decay, such as 0.99.",
    };

    private static readonly Option<int> Patience = new("--patience")
    {
        Description = "Stops after this many epochs without a better one; 0 never does.",
    };

    private static readonly Option<string?> Budget = new("--budget")
    {
        Description = "Time the training may take, such as 90s, 10m or 2h; 'auto' plans within it.",
    };

    private static readonly Option<int?> InputSize = new("--input-size") { Description = "Side of the square input in pixels." };
    private static readonly Option<AugmentationKind> Augmentation = new("--augmentation")
    {
        Description = "How much training pictures are varied: none, light, medium or strong.",
        DefaultValueFactory = _ => Usual.Augmentation,
    };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "Decides split, order, initial head and variation.",
    };

    /// <summary>All, in the order in which they are listed.</summary>
    public static IReadOnlyList<Option> All { get; } =
    [
        Epochs,
        BatchSize,
        LearningRate,
        BackboneRateShare,
        LayerDecay,
        WeightDecay,
        Optimizer,
        WarmupShare,
        GradientClip,
        Dropout,
        LabelSmoothing,
        Balance,
        Mixup,
        CutMix,
        EmaDecay,
        Patience,
        Budget,
        InputSize,
        Augmentation,
        Seed,
    ];

    /// <summary>Reads them.</summary>
    /// <exception cref="UsageException">A value makes no sense.</exception>
    public static TrainingSpec Read(ParseResult parsed)
    {
        string? rate = parsed.GetValue(LearningRate);
        return new TrainingSpec
        {
            Epochs = parsed.GetValue(Epochs),
            BatchSize = parsed.GetValue(BatchSize),
            LearningRate = rate is null or Find ? null : ParseRate(rate),
            FindLearningRate = rate == Find,
            BackboneRateShare = parsed.GetValue(BackboneRateShare),
            LayerDecay = parsed.GetValue(LayerDecay),
            WeightDecay = parsed.GetValue(WeightDecay),
            Optimizer = parsed.GetValue(Optimizer),
            WarmupShare = parsed.GetValue(WarmupShare),
            GradientClip = parsed.GetValue(GradientClip),
            Dropout = parsed.GetValue(Dropout),
            LabelSmoothing = parsed.GetValue(LabelSmoothing),
            ClassBalance = parsed.GetValue(Balance),
            Mixup = parsed.GetValue(Mixup),
            CutMix = parsed.GetValue(CutMix),
            EmaDecay = parsed.GetValue(EmaDecay),
            Patience = parsed.GetValue(Patience),
            BudgetSeconds = parsed.GetValue(Budget) is { } budget ? ParseDuration(budget) : null,
            InputSize = parsed.GetValue(InputSize),
            Augmentation = parsed.GetValue(Augmentation),
            Seed = parsed.GetValue(Seed),
        };
    }

    private static double ParseRate(string text) =>
        TryNumber(text, out double rate)
            ? rate
            : throw new UsageException($"The learning rate '{text}' is no number. Give one, such as 0.0003, or 'find'.");

    private static double ParseDuration(string text)
    {
        double unit =
            text.Length == 0
                ? 0
                : text[^1] switch
                {
                    's' => 1,
                    'm' => 60,
                    'h' => 3600,
                    _ => 0,
                };
        return unit > 0 && TryNumber(text[..^1], out double count) && count > 0
            ? count * unit
            : throw new UsageException($"The time budget '{text}' is not understood. Say it as 90s, 10m or 2h.");
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
