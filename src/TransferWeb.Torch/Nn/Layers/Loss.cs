using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A loss: called with what the network said and what was right.</summary>
public abstract class Loss : Module<Tensor, Tensor, Tensor>
{
    public Reduction reduction { get; }

    private protected Loss(string name, Reduction reduction)
        : base(name)
    {
        this.reduction = reduction;
    }
}

/// <summary>A loss with a weight for each class or element.</summary>
public abstract class WeightedLoss : Loss
{
    private Tensor? _weight;

    /// <summary>The weights, or null. Moves with the loss; not part of a state dict.</summary>
    public Tensor? weight
    {
        get => _weight;
        private set => SetBuffer(ref _weight, value, nameof(weight), persistent: false);
    }

    private protected WeightedLoss(string name, Tensor? weight, Reduction reduction)
        : base(name, reduction)
    {
        this.weight = weight;
    }
}
