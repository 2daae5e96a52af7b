using TorchSharp.Modules;
using TransferWeb.Training.Ranks;

namespace TransferWeb.Training.Callbacks;

/// <summary>
/// Averages the running statistics of norm layers over all processes after each epoch: in steps each process has seen its own shares only. What is then validated, kept and
/// gone on from is the same everywhere.
/// </summary>
/// <param name="group">The processes.</param>
/// <param name="changing">The tensors training changes, by state-dict name, in the same order everywhere.</param>
/// <param name="parameters">The network's parameters by name, which are the same everywhere already.</param>
public sealed class BufferAverage(
    RankGroup group,
    Func<IReadOnlyDictionary<string, Tensor>> changing,
    IEnumerable<(string Name, Parameter Parameter)> parameters
) : TrainerCallback
{
    private readonly HashSet<string> parameters = [.. parameters.Select(p => p.Name)];

    /// <inheritdoc/>
    public override void OnValidationStarted(TrainingState state)
    {
        using DisposeScope scope = NewDisposeScope();

        // Batches are counted in whole numbers, alike everywhere.
        group.SumInto(
            changing().Where(pair => !parameters.Contains(pair.Key) && pair.Value.is_floating_point()).Select(pair => pair.Value),
            1.0 / group.Size
        );
    }
}
