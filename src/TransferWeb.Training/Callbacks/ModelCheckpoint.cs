using TransferWeb.Core.Models;
using TransferWeb.Training.Checkpoints;

namespace TransferWeb.Training.Callbacks;

/// <summary>Keeps what training has changed after each epoch (last), and after the best one (best).</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="changing">The tensors training changes, by state-dict name.</param>
public sealed class ModelCheckpoint(string folder, Func<IReadOnlyDictionary<string, Tensor>> changing) : TrainerCallback
{
    /// <inheritdoc/>
    public override void OnEpochCompleted(TrainingState state)
    {
        CheckpointPosition position = new(state.Epoch, state.Step, state.ValidationAccuracy);
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> tensors = changing();
        CheckpointFile.Write(Path.Combine(folder, RunFiles.LastCheckpoint), tensors, position);
        if (state.IsBest)
        {
            CheckpointFile.Write(Path.Combine(folder, RunFiles.BestCheckpoint), tensors, position);
        }
    }
}
