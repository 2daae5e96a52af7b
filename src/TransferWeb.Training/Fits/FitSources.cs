using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.Data.Augmentation;
using TransferWeb.Training.Events;
using TransferWeb.Training.Features;
using TransferWeb.Training.Freezing;
using TransferWeb.Training.Ranks;

namespace TransferWeb.Training.Fits;

/// <summary>
/// What a network's fit learns from and is checked on: pictures; or, where the first stages stay as they are for the whole run, what these make of the pictures that
/// never vary. Validation pictures never do, training pictures where neither augmentation nor mixing is asked for.
/// </summary>
internal sealed class FitSources : IDisposable
{
    private readonly IReadOnlyList<StageMaps?> kept;

    private FitSources(params IReadOnlyList<StageMaps?> kept) => this.kept = kept;

    /// <summary>What is learnt from.</summary>
    public required IBatchSource Train { get; init; }

    /// <summary>What is checked on after each epoch, in the first process alone.</summary>
    public required IBatchSource Validation { get; init; }

    /// <summary>From inputs of <see cref="Train"/> to logits, as training computes them.</summary>
    public required Func<Tensor, Tensor> Forward { get; init; }

    /// <summary>From inputs of <see cref="Validation"/> to logits; null where the network takes them itself.</summary>
    public Func<Tensor, Tensor>? ValidationForward { get; init; }

    /// <summary>Opens them, and computes what can be computed once.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">Its pictures.</param>
    /// <param name="plan">What is trained.</param>
    /// <param name="pass">How.</param>
    /// <param name="ranks">The processes that share the work; null where this one does it all.</param>
    public static FitSources Open(RunContext run, TrainingData data, FreezePlan plan, TrainingPass pass, RankGroup? ranks)
    {
        BatchShare? share = ranks is null ? null : new(ranks.Rank, ranks.Size);
        FitSources pictures = new()
        {
            Train = Pictures(run, data, Split.Train, shuffle: true, Variation(run), share),
            Forward = pass.Forward,
            Validation = IsChecked(ranks) ? Pictures(run, data, Split.Validation) : new NoBatches(),
        };
        return run.Spec.Freezing is not GradualPolicy && plan.LeadingStill > 0
            ? WithMaps(pictures, run, data, plan, pass, ranks)
            : pictures;
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

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StageMaps? maps in kept)
        {
            maps?.Dispose();
        }
    }

    private static bool IsChecked(RankGroup? ranks) => ranks is null or { IsFirst: true };

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

    private static FitSources WithMaps(
        FitSources pictures,
        RunContext run,
        TrainingData data,
        FreezePlan plan,
        TrainingPass pass,
        RankGroup? ranks
    )
    {
        bool mixes = run.Spec.Training.Mixup > 0 || run.Spec.Training.CutMix > 0;
        int stages = plan.LeadingStill;
        run.Model.eval();
        StageMaps? held = IsChecked(ranks) ? Compute(run, data, Split.Validation, batch => Exact(run, stages, batch)) : null;
        StageMaps? learnt =
            ranks is null && Variation(run) is null && !mixes ? Compute(run, data, Split.Train, pass.StillMaps) : null;
        run.Services.Events.Emit(new PhaseStarted(RunPhase.Fit));
        return new FitSources(learnt, held)
        {
            Train = learnt is null ? pictures.Train : Maps(learnt, run, data, Split.Train, shuffle: true),
            Forward = learnt is null ? pass.Forward : pass.ForwardMaps,
            Validation = held is null ? pictures.Validation : Maps(held, run, data, Split.Validation, shuffle: false),
            ValidationForward = held is null ? null : maps => run.Model.ForwardFrom(stages, maps),
        };
    }

    private static MapBatches Maps(StageMaps maps, RunContext run, TrainingData data, Split split, bool shuffle) =>
        new(maps, data, data.Of(split), Options(run, shuffle, null, null), run.Device);

    private static StageMaps? Compute(RunContext run, TrainingData data, Split split, Func<Tensor, Tensor> stages)
    {
        run.Services.Events.Emit(new PhaseStarted(RunPhase.ExtractFeatures));
        PhaseProgress progress = new(run.Services.Events, RunPhase.ExtractFeatures, data.Of(split).Count, run.Services.Time);
        return StageMaps.Compute(Pictures(run, data, split), stages, run.Device, run.Folder, progress, run.Cancellation);
    }

    /// <summary>The maps as the network itself makes them in evaluation mode, so that a validation says what it says on pictures.</summary>
    private static Tensor Exact(RunContext run, int stages, Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor map = pictures;
        for (int stage = 0; stage < stages; stage++)
        {
            map = run.Model.ForwardStage(stage, map);
        }

        return map.MoveToOuterDisposeScope();
    }
}
