using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Checkpoints;
using TransferWeb.Training.Data;
using TransferWeb.Training.Events;
using TransferWeb.Training.Features;
using TransferWeb.Training.Ranks;
using TransferWeb.Training.Weights;
using TransferWeb.Vision;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training;

/// <summary>What a pipeline needs from outside.</summary>
/// <param name="Events">Hears what happens.</param>
/// <param name="Time">Times and durations.</param>
/// <param name="Weights">Where pretrained weights come from.</param>
/// <param name="Features">Where features are kept between runs; null keeps none.</param>
/// <param name="Launcher">Starts the processes of a run on several devices; null where there can be no others.</param>
/// <param name="BatchParts">Parts each batch is computed in, one after the other, from the first step on; more than 1 where memory ran out before.</param>
public sealed record PipelineServices(
    RunEvents Events,
    TimeProvider Time,
    WeightLibrary Weights,
    FeatureStore? Features,
    IRankLauncher? Launcher = null,
    int BatchParts = 1
);

/// <summary>One run while it is carried out.</summary>
/// <param name="Spec">Every setting filled in; what was left to the program, from when it decides on.</param>
/// <param name="Folder">Where the run's files go.</param>
/// <param name="Model">The network, on its device.</param>
/// <param name="WeightsSha256">SHA-256 of the pretrained weights; null from scratch.</param>
/// <param name="Data">The pictures.</param>
/// <param name="Device">What it is computed on.</param>
/// <param name="Services">What comes from outside.</param>
/// <param name="Cancellation">Asks for a stop.</param>
/// <param name="Resume">Whether an interrupted run in the same folder goes on where it was.</param>
public sealed record RunContext(
    RunSpec Spec,
    string Folder,
    Backbone Model,
    string? WeightsSha256,
    TrainingData Data,
    Device Device,
    PipelineServices Services,
    CancellationToken Cancellation,
    bool Resume = false
) : IDisposable
{
    /// <summary>Every setting filled in; what was left to the program, from when it decides on.</summary>
    public RunSpec Spec { get; private set; } = Spec;

    /// <summary>How the head did that was fitted to the frozen features before the fit; null until it was.</summary>
    public TrainingState? HeadState { get; set; }

    /// <summary>The features of the run's pictures; null until they were computed or found.</summary>
    public FeatureTable? Features { get; set; }

    /// <summary>Prepares the run's pictures; what it keeps serves the whole run.</summary>
    public PicturePreparer Preparer { get; } =
        new(
            Data.Folder,
            ImageTransform.For(Model.Manifest, Spec.Training.InputSize),
            PictureCache.In(Folder, RunDevices.Of(Spec.Device).Count),
            Services.Events
        );

    /// <summary>Where the run was cut off and now goes on; null where it begins, as one that solves for a head always does.</summary>
    public CheckpointPosition? GoesOnAfter { get; } =
        Resume && Spec.Freezing is not HeadOnlyPolicy && File.Exists(Path.Combine(Folder, RunFiles.LastCheckpoint))
            ? CheckpointFile.ReadPosition(Path.Combine(Folder, RunFiles.LastCheckpoint))
            : null;

    /// <summary>Side of the input in pixels.</summary>
    public int InputSize => Transform.InputSize;

    /// <summary>What pictures go through.</summary>
    public ImageTransform Transform => Preparer.Transform;

    /// <summary>Batches of pictures as the run's network takes them.</summary>
    public PictureBatches Batches(TrainingData data, IReadOnlyList<Core.Datasets.Sample> samples, BatchOptions options) =>
        new(data, samples, Preparer, Normalisation.Of(Model.Manifest), options, Device, Cancellation);

    /// <summary>
    /// Takes what the program decided, with the reason: it is told, and kept in the run's document, which from now on repeats the run without deciding anew.
    /// </summary>
    /// <param name="decided">The spec with the decision in it.</param>
    /// <param name="reason">One sentence.</param>
    public void Settle(RunSpec decided, string reason)
    {
        Spec = decided with { Reasoning = decided.Reasoning is null ? reason : $"{decided.Reasoning} {reason}" };
        RunFolder.WriteSpec(Folder, Spec);
        Services.Events.Note(reason);
    }

    /// <summary>Writes what the run must have on the disk. Where that is full, the pictures kept there give way, and it is tried once more.</summary>
    /// <param name="write">May be called twice; the first call then left nothing.</param>
    /// <exception cref="DiskFullException">There is no room all the same.</exception>
    public void Write(Action write)
    {
        try
        {
            write();
        }
        catch (DiskFullException) when (Preparer.GiveRoom())
        {
            write();
            Services.Events.Note(
                "The disk is nearly full. The opened pictures that were kept there were given up for the run's own files, so each is opened again from now on. The run goes on, a little slower."
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Preparer.Dispose();
        Features?.Dispose();
    }
}
