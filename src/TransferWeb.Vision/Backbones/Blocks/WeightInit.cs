using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>Fills a layer's new weights in place, from torch's global generator: the weight [outputs, inputs, …], then the bias [outputs] where there is one.</summary>
internal delegate void WeightInit(Tensor weight, Tensor? bias);

/// <summary>The ways torchvision's networks begin.</summary>
internal static class WeightInits
{
    [ThreadStatic]
    private static bool isSkipped;

    /// <summary>Until disposed, this thread's new layers leave their weights as the memory was: for asking only for names and shapes.</summary>
    public static IDisposable Skip() => new Skipping();

    /// <summary>Fills new weights, outside of <see cref="Skip"/>.</summary>
    public static void Fill(this WeightInit start, Tensor weight, Tensor? bias)
    {
        if (!isSkipped)
        {
            start(weight, bias);
        }
    }

    /// <summary>He et al. (2015): normal, with the variance kept backwards; bias 0.</summary>
    public static void HeFanOut(Tensor weight, Tensor? bias)
    {
        init.kaiming_normal_(weight, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
        Zero(bias);
    }

    /// <summary>He et al. (2015): normal, with the variance kept forwards; bias 0.</summary>
    public static void HeFanIn(Tensor weight, Tensor? bias)
    {
        init.kaiming_normal_(weight, nonlinearity: init.NonlinearityType.ReLU);
        Zero(bias);
    }

    /// <summary>He et al. (2015): even, with the variance kept forwards; bias 0.</summary>
    public static void HeUniform(Tensor weight, Tensor? bias)
    {
        init.kaiming_uniform_(weight, nonlinearity: init.NonlinearityType.ReLU);
        Zero(bias);
    }

    /// <summary>As <see cref="HeFanOut"/>, with the bias as torch's layers begin: even within ± 1/√inputs.</summary>
    public static void HeFanOutTorchBias(Tensor weight, Tensor? bias)
    {
        HeFanOut(weight, null);
        TorchBias(weight, bias);
    }

    /// <summary>As torch's own convolutions and linear maps begin: even within ± 1/√inputs.</summary>
    public static void Torch(Tensor weight, Tensor? bias)
    {
        double bound = Bound(weight);
        init.uniform_(weight, -bound, bound);
        TorchBias(weight, bias);
    }

    /// <summary>As <see cref="Torch"/>, with bias 0.</summary>
    public static void TorchZeroBias(Tensor weight, Tensor? bias)
    {
        Torch(weight, null);
        Zero(bias);
    }

    /// <summary>Normal with deviation 0.01, bias 0.</summary>
    public static void SmallNormal(Tensor weight, Tensor? bias)
    {
        init.normal_(weight, 0, 0.01);
        Zero(bias);
    }

    /// <summary>Normal with deviation 0.02, cut off at ± 2; bias 0.</summary>
    public static void Truncated(Tensor weight, Tensor? bias)
    {
        init.trunc_normal_(weight, std: 0.02);
        Zero(bias);
    }

    /// <summary>Normal with variance 1/inputs, cut off at ± 2; bias 0.</summary>
    public static void TruncatedFanIn(Tensor weight, Tensor? bias)
    {
        init.trunc_normal_(weight, std: Bound(weight));
        Zero(bias);
    }

    /// <summary>Even, by inputs and outputs (Glorot and Bengio, 2010); bias normal with deviation 10⁻⁶.</summary>
    public static void Glorot(Tensor weight, Tensor? bias)
    {
        init.xavier_uniform_(weight);
        if (bias is not null)
        {
            init.normal_(bias, 0, 1e-6);
        }
    }

    /// <summary>Even, by inputs and outputs (Glorot and Bengio, 2010); bias 0.</summary>
    public static void GlorotZeroBias(Tensor weight, Tensor? bias)
    {
        init.xavier_uniform_(weight);
        Zero(bias);
    }

    /// <summary>Even within ± 1/√outputs, bias 0.</summary>
    public static void ByOutputs(Tensor weight, Tensor? bias)
    {
        double bound = 1 / Math.Sqrt(weight.shape[0]);
        init.uniform_(weight, -bound, bound);
        Zero(bias);
    }

    /// <summary>Zeros.</summary>
    public static void Zeros(Tensor weight, Tensor? bias)
    {
        init.zeros_(weight);
        Zero(bias);
    }

    private static double Bound(Tensor weight) => 1 / Math.Sqrt(init.CalculateFanInAndFanOut(weight).fanIn);

    private static void TorchBias(Tensor weight, Tensor? bias)
    {
        if (bias is not null)
        {
            double bound = Bound(weight);
            init.uniform_(bias, -bound, bound);
        }
    }

    private static void Zero(Tensor? bias)
    {
        if (bias is not null)
        {
            init.zeros_(bias);
        }
    }

    private sealed class Skipping : IDisposable
    {
        private readonly bool before = isSkipped;

        public Skipping() => isSkipped = true;

        public void Dispose() => isSkipped = before;
    }
}
