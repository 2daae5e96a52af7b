using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Tensors;

public sealed class OperatorTests : ScopedTest
{
    [Fact]
    public void Arithmetic_TensorsAndNumbers_GivesHandComputedValues()
    {
        var a = tensor(new[] { 1f, 2f, 3f });
        var b = tensor(new[] { 10f, 20f, 30f });

        AssertValues([11, 22, 33], a + b);
        AssertValues([-9, -18, -27], a - b);
        AssertValues([10, 40, 90], a * b);
        AssertValues([10, 10, 10], b / a);
        AssertValues([2, 3, 4], a + 1);
        AssertValues([9, 8, 7], 10 - a);
        AssertValues([6, 3, 2], 6 / a);
        AssertValues([1.5, 3, 4.5], a * 1.5);
        AssertValues([6, 12, 18], a.add(a, alpha: 5));
        AssertValues([-1, -2, -3], -a);
    }

    [Fact]
    public void Arithmetic_DifferentShapes_AreBroadcast()
    {
        var column = tensor(new[] { 1f, 2f }, 2, 1);
        var row = tensor(new[] { 10f, 20f, 30f });

        var sum = column + row;

        Assert.Equal([2L, 3L], sum.shape);
        AssertValues([11, 21, 31, 12, 22, 32], sum);
    }

    [Fact]
    public void InPlace_Operations_ChangeTheTargetAndReturnAFreshAlias()
    {
        var target = tensor(new[] { 1f, 2f });

        var result = target.mul_(3).add_(tensor(new[] { 1f, 1f }), alpha: 0.5);

        AssertValues([3.5, 6.5], target);
        Assert.NotSame(target, result);
        Assert.Equal(target.Handle, result.Handle);
    }

    [Fact]
    public void FusedForms_AddcmulAddcdivLerp_GiveHandComputedValues()
    {
        var a = tensor(new[] { 1f, 1f });
        var b = tensor(new[] { 2f, 4f });
        var c = tensor(new[] { 4f, 2f });

        AssertValues([5, 5], a.addcmul(b, c, 0.5));
        AssertValues([2, 5], a.addcdiv(b, c, 2));
        AssertValues([1.25, 1.75], a.lerp(b, 0.25));
    }

    [Fact]
    public void Comparison_Elements_GiveTruthValues()
    {
        var a = tensor(new[] { 1, 2, 3 });

        Assert.Equal([false, true, true], (a >= 2).data<bool>().ToArray());
        Assert.Equal([true, false, false], (2 > a).data<bool>().ToArray());
        Assert.Equal(3, (a == a.clone()).sum().ToInt64());
        Assert.True(a.Equals(a.clone()));
        Assert.False(a.Equals(a + 1));
    }

    [Fact]
    public void Reductions_Matrix_GiveHandComputedValues()
    {
        var m = tensor(new[] { 1f, 2f, 3f, 4f, 5f, 9f }, 2, 3);

        Assert.Equal(24f, m.sum().item<float>());
        AssertValues([5, 7, 12], m.sum(0));
        AssertValues([6, 18], m.sum(1));
        AssertValues([2, 6], m.mean([1]));
        Assert.Equal([2L, 1L], m.mean([1], keepdim: true).shape);
        AssertValues([1, 7], m.var([1]));
        Assert.Equal(120.0, tensor(new[] { 2.0, 3.0, 20.0 }).prod().item<double>());
        Assert.Equal(5.0, tensor(new[] { 3.0, 4.0 }).norm().item<double>(), 12);
        Assert.Equal([2L, 2L], m.argmax(1).data<long>().ToArray());
        Assert.Equal(5L, m.argmax().item<long>());
    }

    [Fact]
    public void Topk_Row_GivesValuesAndPlaces()
    {
        var (values, places) = tensor(new[] { 5f, 1f, 4f, 3f }).topk(2);

        AssertValues([5, 4], values);
        Assert.Equal([0L, 2L], places.data<long>().ToArray());
    }

    [Fact]
    public void Sort_Descending_GivesValuesAndPlaces()
    {
        var (values, places) = tensor(new[] { 2, 9, 4 }).sort(descending: true);

        Assert.Equal([9, 4, 2], values.data<int>().ToArray());
        Assert.Equal([1L, 2L, 0L], places.data<long>().ToArray());
    }

    [Fact]
    public void Unique_WithCounts_GivesOnlyWhatWasAsked()
    {
        var (values, inverse, counts) = tensor(new[] { 3L, 1L, 3L }).unique(return_counts: true);

        Assert.Equal([1L, 3L], values.data<long>().ToArray());
        Assert.Null(inverse);
        Assert.Equal([1L, 2L], counts!.data<long>().ToArray());
    }

    [Fact]
    public void Products_Matrices_GiveHandComputedValues()
    {
        var a = tensor(new[] { 1f, 2f, 3f, 4f }, 2, 2);
        var b = tensor(new[] { 5f, 6f, 7f, 8f }, 2, 2);

        AssertValues([19, 22, 43, 50], a.matmul(b));
        AssertValues([19, 22, 43, 50], einsum("ij,jk->ik", a, b));
        AssertValues([1, 3, 2, 4], a.T);
        AssertValues([1, 0, 0, 1], linalg.inv(a).matmul(a), 5);
        var (values, vectors) = linalg.eigh(tensor(new[] { 2.0, 1.0, 1.0, 2.0 }, 2, 2));
        AssertValues([1, 3], values, 9);
        Assert.Equal([2L, 2L], vectors.shape);
    }

    [Fact]
    public void Joins_CatStackWhere_GiveHandComputedValues()
    {
        var a = tensor(new[] { 1, 2 });
        var b = tensor(new[] { 3, 4 });

        Assert.Equal([1, 2, 3, 4], cat([a, b]).data<int>().ToArray());
        Assert.Equal([1, 3, 2, 4], stack([a, b], dim: 1).data<int>().ToArray());
        Assert.Equal([1, 4], where(tensor(new[] { true, false }), a, b).data<int>().ToArray());
    }

    [Fact]
    public void Softmax_Row_SumsToOne()
    {
        var shares = tensor(new[] { 0.0, Math.Log(3) }).softmax(0);

        AssertValues([0.25, 0.75], shares, 12);
        AssertValues([Math.Log(0.25), Math.Log(0.75)], shares.log(), 12);
    }

    [Fact]
    public void Views_OfOneTensor_ShareMemory()
    {
        var m = zeros(2, 3);

        m.view(6).select(0, 5).fill_(7);
        m.transpose(0, 1)[1, 0] = tensor(4f);

        AssertValues([0, 4, 0, 0, 0, 7], m);
        Assert.Equal([3L, 1L], m.stride());
        Assert.False(m.t().is_contiguous());
    }

    [Fact]
    public void Cast_FloatToOthers_KeepsValuesThatFit()
    {
        var x = tensor(new[] { 1.5f, -2f });

        Assert.Equal([1L, -2L], x.@long().data<long>().ToArray());
        Assert.Equal(ScalarType.BFloat16, x.bfloat16().dtype);
        Assert.Equal([(Half)1.5, (Half)(-2)], x.half().data<Half>().ToArray());
        Assert.Equal(ScalarType.Float64, x.to(float64, CPU, copy: false, non_blocking: true).dtype);
        Assert.Equal(x.Handle, x.to(float32).Handle);
        Assert.NotEqual(x.Handle, x.to(float32, copy: true).Handle);
    }
}
