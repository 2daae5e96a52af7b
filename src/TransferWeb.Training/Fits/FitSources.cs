using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.Data.Augmentation;
using TransferWeb.Training.Evaluation;
using TransferWeb.Training.Features;
using TransferWeb.Training.Freezing;
using TransferWeb.Training.Ranks;

namespace TransferWeb.Training.Fits;

/// <summary>What a network's fit learns from and is checked on: pictures, or kept maps of them.</summary>
/// <param name="Train">What is learnt from.</param>
/// <param name="Forward">From inputs of <paramref name="Train"/> to logits, as training computes them.</param>
/// <param name="Validation">What is checked on after each epoch, in the first process alone.</param>
/// <param name="BeginValidation">How a validation takes inputs of <paramref name="Validation"/> through the network as it then is.</param>
internal sealed record FitSources(
    IBatchSource Train,
    Func<Tensor, Tensor> Forward,
    IBatchSource Validation,
    Func<ValidationPass> BeginValidation
)
{
    /// <summary>Opens them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">Its pictures.</param>
    /// <param name="pass">How pictures are taken through the network.</param>
    /// <param name="maps">What was computed of them before; null where nothing was.</param>
    /// <param name="ranks">The processes that share the work; null where this one does it all.</param>
    public static FitSources Open(RunContext run, TrainingData data, TrainingPass pass, FitMaps? maps, RankGroup? ranks)
    {
        BatchShare? share = ranks is null ? null : new(ranks.Rank, ranks.Size);
        bool isChecked = ranks is null or { IsFirst: true };
        return new FitSources(
            maps?.Learnt is { } learnt
                ? Maps(run, data, Split.Train, learnt, shuffle: true)
                : Pictures(run, data, Split.Train, shuffle: true, Variation(run), share),
            maps?.Learnt is null ? pass.Forward : pass.ForwardMaps,
            !isChecked ? new NoBatches()
                : maps?.Held is { } held ? Maps(run, data, Split.Validation, held, shuffle: false)
                : Pictures(run, data, Split.Validation),
            maps?.Held is null
                ? () => ValidationPass.Of(run.Model)
                : () => ValidationPass.By(map => run.Model.ForwardFrom(maps.Stages, map))
        );
    }

    /// <summary>The pictures of a split, in batches.</summary>
    public static PictureBatches Pictures(
        RunContext run,
        TrainingData data,
        Split split,
        bool shuffle = false,
        AugmentationPreset? vary = null,
        BatchShare? share = null
    ) => run.Batches(data, data.Of(split), Options(run, shuffle, vary, share));

    /// <summary>How training pictures are varied; null leaves them.</summary>
    public static AugmentationPreset? Variation(RunContext run) => AugmentationPreset.Of(run.Spec.Training.Augmentation);

    private static MapBatches Maps(RunContext run, TrainingData data, Split split, StageMaps maps, bool shuffle) =>
        new(maps, data, data.Of(split), Options(run, shuffle, null, null), run.Device);

    private static BatchOptions Options(RunContext run, bool shuffle, AugmentationPreset? vary, BatchShare? share) =>
        new(
            run.Spec.Training.BatchSize,
            run.Spec.Training.Seed,
            shuffle,
            vary,
            Keep: true,
            Balance: shuffle && run.Spec.Training.ClassBalance == ClassBalance.Sampling,
            Share: share
        );
}
