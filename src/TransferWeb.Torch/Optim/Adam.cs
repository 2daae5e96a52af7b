using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam as PyTorch's: weight decay is added to the gradients, so that it is scaled like them.</summary>
public class Adam : AdamBase
{
    public Adam(
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

    public Adam(
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

    private protected override void Decay(StepBatch<State> batch, double rate, double weightDecay) => batch.Decay(weightDecay);
}
