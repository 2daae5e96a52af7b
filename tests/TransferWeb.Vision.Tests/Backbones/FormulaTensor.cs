using TorchSharp;
using TransferWeb.Vision.Backbones;
using static TorchSharp.torch;

namespace TransferWeb.Tests.Backbones;

/// <summary>Weights and pictures by the formula of <c>fixtures/golden/make_logit_goldens.py</c>.</summary>
internal static class FormulaTensor
{
    private const int Side = 224;

    /// <summary>Fills every parameter and buffer of a backbone.</summary>
    public static void Fill(Backbone model)
    {
        using IDisposable noGradients = no_grad();
        foreach ((string name, Tensor target) in model.state_dict())
        {
            using Tensor values = tensor(Values(name, target.shape), target.shape);
            target.copy_(values).Dispose();
        }
    }

    /// <summary>Pictures [count,3,224,224], even between −2 and 2.</summary>
    public static Tensor Pictures(string name, int count) =>
        tensor([.. Uniform(name, count * 3 * Side * Side).Select(u => (float)(2 * u))], [count, 3, Side, Side]);

    /// <summary>Even numbers in [−1, 1), as 32-bit floats.</summary>
    public static Tensor Even(string name, params long[] shape) =>
        tensor([.. Uniform(name, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(u => (float)u)], shape);

    private static float[] Values(string name, long[] shape)
    {
        int count = (int)shape.Aggregate(1L, (a, b) => a * b);
        IEnumerable<double> u = Uniform(name, count);
        return [.. u.Select(value => (float)Scaled(name, shape, count, value))];
    }

    private static double Scaled(string name, long[] shape, int count, double u) =>
        name switch
        {
            _ when name.EndsWith("num_batches_tracked", StringComparison.Ordinal) => 0,
            _ when name.EndsWith("running_var", StringComparison.Ordinal) => 1 + 0.5 * u,
            _ when name.EndsWith("running_mean", StringComparison.Ordinal) || name.EndsWith("bias", StringComparison.Ordinal) =>
                0.1 * u,
            _ when shape.Length == 1 => 1 + 0.2 * u,
            _ => u * Math.Sqrt(6.0 / (count / shape[0])),
        };

    private static IEnumerable<double> Uniform(string name, int count)
    {
        uint seed = name.Aggregate(2166136261, (hash, letter) => (hash ^ letter) * 16777619);
        for (uint i = 0; i < count; i++)
        {
            uint h = seed + i * 2654435761;
            h = (h ^ (h >> 16)) * 0x7FEB352D;
            h = (h ^ (h >> 15)) * 0x846CA68B;
            h ^= h >> 16;
            yield return h / 2147483648.0 - 1;
        }
    }
}
