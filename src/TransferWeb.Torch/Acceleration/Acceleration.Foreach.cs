using static TorchSharp.torch;

namespace TransferWeb.Torch;

// One call for a whole list of tensors, which on a GPU is also one kernel. Each changes its first list in place and records no gradient.
public static partial class Acceleration
{
    /// <summary>target += alpha · other, pair by pair.</summary>
    public static void ForeachAdd_(IEnumerable<Tensor> targets, IEnumerable<Tensor> others, double alpha = 1)
    {
        using var mode = no_grad();
        TorchSharp.Foreach.Add_(targets.ToArray(), others.ToArray(), alpha);
    }

    /// <summary>target *= factor.</summary>
    public static void ForeachMul_(IEnumerable<Tensor> targets, double factor)
    {
        using var mode = no_grad();
        TorchSharp.Foreach.Mul_(targets.ToArray(), factor);
    }

    /// <summary>target += value · first · second.</summary>
    public static void ForeachAddcmul_(
        IEnumerable<Tensor> targets,
        IEnumerable<Tensor> first,
        IEnumerable<Tensor> second,
        double value = 1
    )
    {
        using var mode = no_grad();
        TorchSharp.Foreach.Addcmul_(targets.ToArray(), first.ToArray(), second.ToArray(), value);
    }

    /// <summary>target += value · first / second.</summary>
    public static void ForeachAddcdiv_(
        IEnumerable<Tensor> targets,
        IEnumerable<Tensor> first,
        IEnumerable<Tensor> second,
        double value = 1
    )
    {
        using var mode = no_grad();
        TorchSharp.Foreach.Addcdiv_(targets.ToArray(), first.ToArray(), second.ToArray(), value);
    }

    /// <summary>target += weight · (end - target): a step of a moving average.</summary>
    public static void ForeachLerp_(IEnumerable<Tensor> targets, IEnumerable<Tensor> ends, double weight)
    {
        using var mode = no_grad();
        var moving = targets.ToArray();
        TorchSharp.Foreach.Mul_(moving, 1 - weight);
        TorchSharp.Foreach.Add_(moving, ends.ToArray(), weight);
    }
}
