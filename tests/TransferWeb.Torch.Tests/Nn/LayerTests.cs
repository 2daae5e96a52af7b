using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Torch.Tests.Nn;

public sealed class LayerTests
{
    [Fact]
    public void BatchNorm2d_OneValuePerChannelInTraining_Throws()
    {
        using var scope = NewDisposeScope();
        using BatchNorm2d norm = BatchNorm2d(2);
        Assert.Contains(
            "batch of at least 2",
            Assert.Throws<ArgumentException>(() => norm.call(ones(1, 2, 1, 1))).Message,
            StringComparison.Ordinal
        );
        norm.eval();
        Assert.Equal([1L, 2L, 1L, 1L], norm.call(ones(1, 2, 1, 1)).shape);
        Assert.Throws<ArgumentException>(() => norm.call(ones(2, 2)));
    }

    [Fact]
    public void Dropout_InTrainingAndEvaluation_ScalesOrPassesOn()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using Dropout dropout = Dropout(0.25);
        Tensor input = ones(10000);
        Tensor output = dropout.call(input);
        double kept = (output > 0).to(ScalarType.Float32).mean().ToDouble();
        Assert.InRange(kept, 0.72, 0.78);
        Assert.Equal(4.0 / 3.0, output.max().ToDouble(), 1e-5);
        dropout.eval();
        Tensor passed = dropout.call(input);
        Assert.NotSame(input, passed);
        Assert.True(passed.allclose(input));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dropout(1.5));
    }

    [Fact]
    public void Identity_AndEmptySequence_ReturnTheirOwnHandle()
    {
        Tensor input = ones(2);
        using Identity identity = Identity();
        using Sequential empty = Sequential();
        using Tensor first = identity.call(input);
        using Tensor second = empty.call(input);
        input.Dispose();
        Assert.Equal([1f, 1f], first.data<float>().ToArray());
        Assert.Equal([1f, 1f], second.data<float>().ToArray());
    }

    [Fact]
    public void Sequential_Range_SharesModulesAndNames()
    {
        using Sequential network = Sequential(("a", Identity()), ("b", Flatten()), ("c", Identity()));
        network.append(ReLU());
        Sequential part = network[1..3];
        Assert.Equal(4, network.Count);
        Assert.Equal(["b", "c"], part.named_children().Select(child => child.name));
        Assert.Same(network[1], part[0]);
        Assert.Equal("3", network.named_children().Last().name);
    }

    [Fact]
    public void ModuleList_InsertAndRemove_RenumbersChildren()
    {
        using ModuleList<Linear> list = ModuleList(Linear(1, 1), Linear(2, 2));
        Linear inserted = Linear(3, 3);
        list.Insert(0, inserted);
        Assert.Equal(["0", "1", "2"], list.named_children().Select(child => child.name));
        Assert.Equal(3, list.get_parameter("0.weight")!.shape[0]);
        Assert.True(list.Remove(inserted));
        inserted.Dispose();
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias"], list.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void ModuleDict_Modules_KeepTheirOrderAndNames()
    {
        using ModuleDict<Linear> dict = ModuleDict(("z", Linear(1, 1)), ("a", Linear(1, 1)));
        Assert.Equal(["z", "a"], dict.keys());
        Assert.Equal(["z.weight", "z.bias", "a.weight", "a.bias"], dict.named_parameters().Select(entry => entry.name));
        Assert.True(dict.Remove("z"));
        Assert.Equal(["a"], dict.named_children().Select(child => child.name));
        Assert.False(dict.TryGetValue("z", out _));
    }

    [Fact]
    public void Conv2d_GroupsThatDoNotDivide_Throws() => Assert.Throws<ArgumentException>(() => Conv2d(3, 4, 3, groups: 2));

    [Fact]
    public void Attention_CausalAndBooleanMask_ForbidTheSamePositions()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        Tensor query = randn(2, 3, 4, 8);
        Tensor key = randn(2, 3, 4, 8);
        Tensor value = randn(2, 3, 4, 8);
        Tensor allowed = ones([4, 4], ScalarType.Bool).tril();
        Tensor causal = F.scaled_dot_product_attention(query, key, value, is_casual: true);
        Assert.True(causal.allclose(F.scaled_dot_product_attention(query, key, value, allowed), 1e-5, 1e-6));
        Tensor first = causal.narrow(2, 0, 1);
        Assert.True(first.allclose(value.narrow(2, 0, 1), 1e-5, 1e-6));
        Assert.Throws<ArgumentException>(() => F.scaled_dot_product_attention(query, key, value, allowed, is_casual: true));
    }

    [Fact]
    public void Interpolate_OptionsThatDoNotFit_Throw()
    {
        using Tensor picture = ones(1, 1, 4, 4);
        Assert.Throws<ArgumentException>(() => F.interpolate(picture));
        Assert.Throws<ArgumentException>(() => F.interpolate(picture, [2, 2], [0.5]));
        Assert.Throws<ArgumentException>(() => F.interpolate(picture, [2, 2], antialias: true));
        Assert.Throws<ArgumentException>(() => F.interpolate(picture, [2, 2], align_corners: false));
        Assert.Throws<ArgumentException>(() => F.interpolate(picture, [2, 2], mode: InterpolationMode.Trilinear));
        using Tensor half = F.interpolate(picture, scale_factor: [0.5], mode: InterpolationMode.Area);
        Assert.Equal([1L, 1L, 2L, 2L], half.shape);
    }

    [Fact]
    public void MaxPool2d_WithIndices_PointsAtTheLargest()
    {
        using var scope = NewDisposeScope();
        Tensor plane = tensor(new[] { 1f, 5f, 2f, 3f }).reshape(1, 1, 2, 2);
        (Tensor values, Tensor indices) = MaxPool2d(2).forward_with_indices(plane);
        Assert.Equal(5f, values.item<float>());
        Assert.Equal(1L, indices.item<long>());
    }

    [Fact]
    public void Losses_Reductions_MeanIsSumOverCount()
    {
        using var scope = NewDisposeScope();
        Tensor input = tensor(new[] { 1f, 2f, 4f });
        Tensor target = zeros(3);
        Assert.Equal(21f, nn.MSELoss(Reduction.Sum).call(input, target).item<float>());
        Assert.Equal(7f, nn.MSELoss().call(input, target).item<float>());
        Assert.Equal([1f, 4f, 16f], nn.MSELoss(Reduction.None).call(input, target).data<float>().ToArray());
        Tensor scores = randn(4, 3);
        Tensor labels = tensor(new long[] { 0, 1, 2, 0 });
        Tensor nll = nn.NLLLoss().call(F.log_softmax(scores, 1), labels);
        Assert.Equal(nn.CrossEntropyLoss().call(scores, labels).item<float>(), nll.item<float>(), 1e-6);
    }
}
