using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Tensors;

[Collection(CountsTensors.Name)]
public sealed class TotalCountTests
{
    [Fact]
    public void TotalCount_OverManyScopedOperations_StaysConstant()
    {
        CountsTensors.Settle();
        Work();
        CountsTensors.Settle();
        var before = Tensor.TotalCount;

        for (var i = 0; i < 500; i++)
        {
            Work();
        }

        Assert.Equal(before, Tensor.TotalCount);
        Assert.True(Tensor.PeakCount > before);
    }

    [Fact]
    public void TotalCount_FailedCalls_LeakNothing()
    {
        CountsTensors.Settle();
        var before = Tensor.TotalCount;

        for (var i = 0; i < 50; i++)
        {
            using var scope = NewDisposeScope();
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void TotalCount_ForgottenTensors_AreFreedByTheCollector()
    {
        CountsTensors.Settle();
        var before = Tensor.TotalCount;

        Forget();
        CountsTensors.Settle();

        Assert.Equal(before, Tensor.TotalCount);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        for (var i = 0; i < 10; i++)
        {
            ones(3);
        }
    }

    private static void Work()
    {
        using var scope = NewDisposeScope();
        var x = randn(4, 3, requires_grad: true);
        var y = x.matmul(ones(3, 2)).relu_()[.., 1];
        var (values, places) = y.topk(2);
        cat(values.chunk(2)).sum().backward();
        _ = x.grad!.data<float>().ToArray();
        _ = x.grad.unique(return_counts: true);
        _ = places.ToString();
    }
}
