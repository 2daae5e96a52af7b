namespace TransferWeb.Training.Callbacks;

/// <summary>
/// A part of a fit that remembers something from step to step which neither the network, the optimizer nor the position tells. A checkpoint keeps it, so that
/// a resumed run goes on exactly as it would have.
/// </summary>
public interface IResumable
{
    /// <summary>What its tensors' names begin with in a checkpoint; stable, and its own.</summary>
    string StateName { get; }

    /// <summary>All it remembers, by name. Numbers are tensors of one element. The tensors are its own: to be read at once, not kept.</summary>
    IReadOnlyDictionary<string, Tensor> Capture();

    /// <summary>Takes back what <see cref="Capture"/> gave at the same point of a fit.</summary>
    void Restore(IReadOnlyDictionary<string, Tensor> state);
}
