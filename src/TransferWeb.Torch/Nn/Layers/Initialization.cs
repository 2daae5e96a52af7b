using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>PyTorch's default filling of new convolution and linear layers.</summary>
internal static class Initialization
{
    /// <summary>Even values within ±1/√(fan in), for the weight and the bias alike.</summary>
    public static void Default(Parameter weight, Parameter? bias)
    {
        if (weight.numel() > 0)
        {
            nn.init.kaiming_uniform_(weight, a: Math.Sqrt(5.0));
        }

        if (bias is not null)
        {
            (long fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
            double bound = fanIn > 0 ? 1.0 / Math.Sqrt(fanIn) : 0;
            nn.init.uniform_(bias, -bound, bound);
        }
    }
}
