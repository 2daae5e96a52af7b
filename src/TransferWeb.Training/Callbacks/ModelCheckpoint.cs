using TransferWeb.Core.Models;
using TransferWeb.Training.Checkpoints;

namespace TransferWeb.Training.Callbacks;

/// <summary>
/// Keeps what training has changed after the best epoch, and everything needed to go on after each. The best is written first: cut off between the two, a resumed
/// run takes the epoch again and writes the same.
/// </summary>
/// <param name="folder">The run's folder.</param>
/// <param name="changing">The tensors training changes, by state-dict name.</param>
/// <param name="resume">Where to go on from.</param>
/// <param name="write">Does the writing, as <see cref="RunContext.Write"/> does.</param>
public sealed class ModelCheckpoint(
    string folder,
    Func<IReadOnlyDictionary<string, Tensor>> changing,
    ResumePoint resume,
    Action<Action> write
) : TrainerCallback
{
    /// <inheritdoc/>
    public override void OnStartMeasured(TrainingState state) => KeepBest(state);

    /// <inheritdoc/>
    public override void OnEpochCompleted(TrainingState state)
    {
        if (state.IsBest)
        {
            KeepBest(state);
        }

        write(() => resume.Save(state));
    }

    private void KeepBest(TrainingState state)
    {
        using DisposeScope scope = NewDisposeScope();
        CheckpointPosition position = new(state.Epoch, state.Step, state.ValidationAccuracy);
        write(() => CheckpointFile.Write(Path.Combine(folder, RunFiles.BestCheckpoint), changing(), position));
    }
}
