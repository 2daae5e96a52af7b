using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Tensors;

/// <summary>Runs every test in a dispose scope, and compares tensors with numbers.</summary>
public abstract class ScopedTest : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    protected static void AssertValues(double[] expected, Tensor actual, int digits = 6)
    {
        var values = actual.to(float64).contiguous().data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], values[i], digits);
        }
    }

    public void Dispose() => _scope.Dispose();
}
