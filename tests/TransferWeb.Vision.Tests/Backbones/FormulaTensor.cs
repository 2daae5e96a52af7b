using TorchSharp;
using TorchSharp.Modules;
using TransferWeb.Vision.Backbones;
using static TorchSharp.torch;

namespace TransferWeb.Tests.Backbones;

/// <summary>Weights and pictures by the formula of <c>fixtures/golden/make_backbone_goldens.py</c>.</summary>
internal static class FormulaTensor
{
    private const int BlockSide = 16;

    /// <summary>Fills every parameter and buffer of a backbone that is not a whole number.</summary>
    public static void Fill(Backbone model)
    {
        using IDisposable noGradients = no_grad();
        foreach ((string name, Tensor target) in model.state_dict())
        {
            if (target.dtype == ScalarType.Float32)
            {
                using Tensor values = tensor(Weights(name, target.shape), target.shape);
                target.copy_(values).Dispose();
            }
        }
    }

    /// <summary>Fills a backbone and gives its norms the factors with which activations keep their size.</summary>
    public static void Fill(Backbone model, Golden golden)
    {
        Fill(model);
        using IDisposable noGradients = no_grad();
        BatchNorm2d[] norms =
        [
            .. model
                .named_modules()
                .OrderBy(entry => entry.name, StringComparer.Ordinal)
                .Select(entry => entry.module)
                .OfType<BatchNorm2d>(),
        ];
        Assert.Equal(golden.Norms.Length, norms.Length);
        foreach ((BatchNorm2d norm, double[] factors) in norms.Zip(golden.Norms))
        {
            norm.weight!.mul_(factors[0]).Dispose();
            norm.running_var!.mul_(factors[1]).Dispose();
        }
    }

    /// <summary>Raises the norms' biases, so that few units stand at the kink of their ReLU, where rounding decides about gradients.</summary>
    public static void RaiseNorms(Backbone model)
    {
        using IDisposable noGradients = no_grad();
        foreach (BatchNorm2d norm in model.modules().OfType<BatchNorm2d>())
        {
            norm.bias!.add_(0.5).Dispose();
        }
    }

    /// <summary>Pictures [count,3,side,side], between −3 and 3: a number of each pixel, one of each block of 16 × 16, one of each channel.</summary>
    public static Tensor Pictures(string name, int count, int side)
    {
        uint fine = Hash(name);
        uint coarse = Hash(name + ".blocks");
        uint tone = Hash(name + ".tone");
        int blocks = (side + BlockSide - 1) / BlockSide;
        float[] pixels = new float[count * 3 * side * side];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, side);
            (int plane, int y) = Math.DivRem(row, side);
            int block = (((plane * blocks) + (y / BlockSide)) * blocks) + (column / BlockSide);
            pixels[i] = (float)(EvenAt(fine, (uint)i) + EvenAt(coarse, (uint)block) + EvenAt(tone, (uint)plane));
        }

        return tensor(pixels, [count, 3, side, side]);
    }

    /// <summary>Even numbers in [−1, 1), as 32-bit floats.</summary>
    public static Tensor Even(string name, params long[] shape) => tensor(Numbers(name, Count(shape), 0, 1), shape);

    /// <summary>The sum of products with even numbers in [−1, 1).</summary>
    public static double Product(string name, ReadOnlySpan<float> values)
    {
        uint seed = Hash(name);
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += values[i] * EvenAt(seed, (uint)i);
        }

        return sum;
    }

    /// <summary>FNV-1a of a text in ASCII.</summary>
    public static uint Hash(string text) => text.Aggregate(2166136261, (hash, letter) => (hash ^ letter) * 16777619);

    private static float[] Weights(string name, long[] shape)
    {
        int count = Count(shape);
        (double offset, double scale) = name switch
        {
            _ when Ends("running_var") => (1, 0.5),
            _ when Ends("running_mean") || Ends("bias") => (0, 0.1),
            _ when shape.Length == 1 || Ends("layer_scale") => (1, 0.2),
            _ when Ends("position_bias_table") => (0, 1),
            _ => (0, Math.Sqrt(6.0 / (count / shape[0]))),
        };
        return Numbers(name, count, offset, scale);

        bool Ends(string ending) => name.EndsWith(ending, StringComparison.Ordinal);
    }

    private static float[] Numbers(string name, int count, double offset, double scale)
    {
        uint seed = Hash(name);
        float[] numbers = new float[count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (float)(offset + (scale * EvenAt(seed, (uint)i)));
        }

        return numbers;
    }

    private static double EvenAt(uint seed, uint index)
    {
        uint h = seed + (index * 2654435761);
        h = (h ^ (h >> 16)) * 0x7FEB352D;
        h = (h ^ (h >> 15)) * 0x846CA68B;
        h ^= h >> 16;
        return (h / 2147483648.0) - 1;
    }

    private static int Count(long[] shape) => (int)shape.Aggregate(1L, (a, b) => a * b);
}
