using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with weight decay taken off the parameters themselves, as PyTorch's. (The default decay is 0, as TorchSharp's.)</summary>
public class AdamW : AdamBase
{
    public AdamW(
        IEnumerable<Parameter> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 0,
        bool amsgrad = false,
        bool maximize = false
    )
        : this([new ParamGroup(parameters, new Options())], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize) { }

    public AdamW(
        IEnumerable<ParamGroup> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 0,
        bool amsgrad = false,
        bool maximize = false
    )
        : base(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize) { }

    private protected override void Decay(StepBatch<State> batch, double rate, double weightDecay)
    {
        if (weightDecay != 0)
        {
            Foreach.Mul_(batch.Parameters, 1 - rate * weightDecay);
        }
    }
}
