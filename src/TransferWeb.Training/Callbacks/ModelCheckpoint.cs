using TransferWeb.Core.Models;
using TransferWeb.Training.Checkpoints;

namespace TransferWeb.Training.Callbacks;

/// <summary>
/// Keeps what training has changed after the best epoch, and everything needed to go on. Both go to the disk together, after the first epoch, after the last, and as often
/// between as costs a twentieth of the time: where epochs are short, writing after each would take as long as they do. The best is written first: cut off between the two,
/// a resumed run takes the epochs since the last checkpoint again and writes the same.
/// </summary>
/// <param name="folder">The run's folder.</param>
/// <param name="changing">The tensors training changes, by state-dict name.</param>
/// <param name="resume">Where to go on from.</param>
/// <param name="write">Does the writing, as <see cref="RunContext.Write"/> does.</param>
/// <param name="time">Measures what writing costs.</param>
public sealed class ModelCheckpoint(
    string folder,
    Func<IReadOnlyDictionary<string, Tensor>> changing,
    ResumePoint resume,
    Action<Action> write,
    TimeProvider time
) : TrainerCallback, IDisposable
{
    // Training lasts this many times as long as a checkpoint took before the next is written, but never longer than the most that a power cut may cost.
    private const int TimesTheCost = 20;
    private static readonly TimeSpan MostLost = TimeSpan.FromMinutes(1);

    private BestWeights? best;
    private bool isBehind;
    private long? written;
    private TimeSpan pause;

    /// <inheritdoc/>
    public override void OnStartMeasured(TrainingState state) => KeepBest(state);

    /// <inheritdoc/>
    public override void OnEpochCompleted(TrainingState state)
    {
        if (state.IsBest)
        {
            KeepBest(state);
        }

        isBehind = true;
        if (written is not { } last || time.GetElapsedTime(last) >= pause)
        {
            Save(state);
        }
    }

    /// <inheritdoc/>
    public override void OnFitCompleted(TrainingState state)
    {
        if (isBehind)
        {
            Save(state);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => best?.Dispose();

    private void KeepBest(TrainingState state)
    {
        best?.Dispose();
        best = new BestWeights(changing(), new CheckpointPosition(state.Epoch, state.Step, state.ValidationAccuracy));
    }

    private void Save(TrainingState state)
    {
        long began = time.GetTimestamp();
        if (best is { } kept)
        {
            write(() => kept.Write(Path.Combine(folder, RunFiles.BestCheckpoint)));
            kept.Dispose();
            best = null;
        }

        write(() => resume.Save(state));
        isBehind = false;
        written = time.GetTimestamp();
        pause = time.GetElapsedTime(began) * TimesTheCost;
        pause = pause < MostLost ? pause : MostLost;
    }

    /// <summary>The best epoch's tensors in memory, until they are written.</summary>
    private sealed class BestWeights : IDisposable
    {
        private readonly Dictionary<string, Tensor> tensors;
        private readonly CheckpointPosition position;

        public BestWeights(IReadOnlyDictionary<string, Tensor> changing, CheckpointPosition position)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable mode = no_grad();
            tensors = changing.ToDictionary(
                pair => pair.Key,
                pair => pair.Value.detach().to(CPU, copy: true).DetachFromDisposeScope(),
                StringComparer.Ordinal
            );
            this.position = position;
        }

        public void Write(string path) => CheckpointFile.Write(path, tensors, position);

        public void Dispose()
        {
            foreach (Tensor tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }
}
