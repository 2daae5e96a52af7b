using TransferWeb.Torch;

namespace TransferWeb.Training.Callbacks;

/// <summary>
/// Keeps a moving average of everything training changes (Polyak and Juditsky, 1992) and lets it stand in the network from each validation to the next epoch: the average
/// is what is measured, kept as the best and exported. In early steps it follows faster, by (1 + t) / (10 + t), or it would remember the start for too long.
/// </summary>
/// <param name="changing">The tensors training changes, by state-dict name; the same objects each time.</param>
/// <param name="decay">How much of the average stays at each step, 0 to below 1.</param>
public sealed class WeightAverage(Func<IReadOnlyDictionary<string, Tensor>> changing, double decay)
    : TrainerCallback,
        IResumable,
        IDisposable
{
    private const string SwappedName = "swapped";

    // While not swapped: the average. While swapped the network holds the average, and these are the weights as they were trained.
    private readonly SortedDictionary<string, Tensor> kept = new(StringComparer.Ordinal);
    private bool swapped;

    /// <inheritdoc/>
    public string StateName => "weight_average";

    /// <summary>How much of the average stays at a step (counted from 1).</summary>
    public static double Stays(double decay, long step) => Math.Min(decay, (1.0 + step) / (10.0 + step));

    /// <inheritdoc/>
    public override void OnFitStarted(TrainingState state)
    {
        if (kept.Count > 0)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        foreach ((string name, Tensor tensor) in changing())
        {
            kept[name] = tensor.detach().clone().DetachFromDisposeScope();
        }
    }

    /// <inheritdoc/>
    public override void OnEpochStarted(TrainingState state) => Swap(false);

    /// <inheritdoc/>
    public override void OnStepCompleted(TrainingState state)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        IReadOnlyDictionary<string, Tensor> current = changing();
        double stays = Stays(decay, state.Step);
        string[] moving = [.. kept.Keys.Where(name => IsReal(current[name]))];
        Acceleration.ForeachLerp_(moving.Select(name => kept[name]), moving.Select(name => current[name].detach()), 1 - stays);
        foreach (string name in kept.Keys.Except(moving, StringComparer.Ordinal))
        {
            kept[name].copy_(current[name]);
        }
    }

    /// <inheritdoc/>
    public override void OnValidationStarted(TrainingState state) => Swap(true);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Capture() =>
        new Dictionary<string, Tensor>(kept, StringComparer.Ordinal) { [SwappedName] = tensor(swapped ? 1L : 0L) };

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        swapped = state[SwappedName].item<long>() != 0;
        Dispose();
        foreach ((string name, Tensor current) in changing())
        {
            kept[name] = state[name].to(current.device).clone().DetachFromDisposeScope();
        }
    }

    /// <summary>Frees what is kept.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in kept.Values)
        {
            tensor.Dispose();
        }

        kept.Clear();
    }

    /// <summary>Norm layers count their batches in whole numbers, of which there is no average.</summary>
    private static bool IsReal(Tensor tensor) => tensor.is_floating_point();

    private void Swap(bool wanted)
    {
        if (swapped == wanted)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        IReadOnlyDictionary<string, Tensor> current = changing();
        foreach ((string name, Tensor tensor) in kept)
        {
            Tensor held = tensor.clone();
            tensor.copy_(current[name]);
            current[name].copy_(held);
        }

        swapped = wanted;
    }
}
