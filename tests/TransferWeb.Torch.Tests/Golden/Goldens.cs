using System.Text.Json;
using TransferWeb.Tests;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Golden;

/// <summary>Reads the numbers that PyTorch wrote (tests/fixtures/golden) and compares tensors with them.</summary>
internal static class Goldens
{
    private const double Tolerance = 1e-6;

    public static JsonElement Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(TestData.Fixture("golden", file)));
        return document.RootElement.Clone();
    }

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    public static long[] Shape(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt64())];

    /// <summary>The formula with which both sides fill tensors: sin(1.3 · seed + 0.7 · index).</summary>
    public static Tensor Values(int seed, params long[] shape)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        var values = new float[count];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = (float)Math.Sin(1.3 * seed + 0.7 * index);
        }

        return tensor(values).reshape(shape);
    }

    /// <summary>Compares shape and numbers, to 1e-6 of the larger of 1 and the number.</summary>
    public static void AssertMatches(JsonElement expected, Tensor actual)
    {
        Assert.Equal(Shape(expected.GetProperty("shape")), actual.shape);
        AssertClose(Numbers(expected.GetProperty("values")), actual.detach().contiguous().data<float>().ToArray());
    }

    public static void AssertClose(double[] expected, double[] actual, string where = "")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            double allowed = Tolerance * Math.Max(1.0, Math.Abs(expected[index]));
            Assert.True(
                Math.Abs(expected[index] - actual[index]) <= allowed,
                $"{where}[{index}]: expected {expected[index]:R}, got {actual[index]:R}."
            );
        }
    }

    public static void AssertClose(double[] expected, float[] actual, string where = "") =>
        AssertClose(expected, Array.ConvertAll(actual, value => (double)value), where);
}
