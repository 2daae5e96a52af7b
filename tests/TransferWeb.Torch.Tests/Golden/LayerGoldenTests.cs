using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Torch.Tests.Golden;

public sealed class LayerGoldenTests
{
    private static readonly JsonElement Golden = Goldens.Read("layers.json");

    private static readonly Dictionary<string, Func<Tensor>> Answers = new()
    {
        ["layer_norm"] = () => Filled(LayerNorm(new long[] { 3, 4 }, eps: 1e-6)).call(Goldens.Values(5, 2, 3, 4)),
        ["group_norm"] = () => Filled(GroupNorm(2, 4)).call(Goldens.Values(5, 2, 4, 3, 3)),
        ["gelu"] = () => GELU().call(Wide()),
        ["gelu_tanh"] = () => GELU(TorchSharp.Modules.GELU.Approximate.tanh).call(Wide()),
        ["hardswish"] = () => Hardswish().call(Wide()),
        ["hardsigmoid"] = () => Hardsigmoid().call(Wide()),
        ["silu"] = () => SiLU(inplace: true).call(Wide()),
        ["relu6"] = () => ReLU6().call(Wide() * 2),
        ["max_pool_ceil"] = () => MaxPool2d(3, stride: 2, padding: 1, ceil_mode: true).call(Plane()),
        ["max_pool_floor"] = () => MaxPool2d((3, 3), stride: (2, 2), padding: (1, 1)).call(Plane()),
        ["avg_pool_excluding_pad"] = () => AvgPool2d(3, stride: 2, padding: 1, count_include_pad: false).call(Plane()),
        ["adaptive_avg_pool"] = () => AdaptiveAvgPool2d((3, 2)).call(Goldens.Values(3, 1, 2, 7, 5)),
        ["conv_same_dilated"] = () => Filled(Conv2d(2, 4, 3, Padding.Same, dilation: 2, groups: 2)).call(Plane()),
        ["conv_reflect"] = () => Filled(Conv2d(2, 3, 3, stride: 2, padding: 1, padding_mode: PaddingModes.Reflect)).call(Plane()),
        ["scaled_dot_product"] = () =>
            F.scaled_dot_product_attention(Goldens.Values(1, 2, 3, 4), Goldens.Values(2, 2, 5, 4), Goldens.Values(3, 2, 5, 4)),
        ["cross_entropy"] = () => nn.CrossEntropyLoss().call(Scores(), Target()),
        ["cross_entropy_smooth_weighted"] = () => nn.CrossEntropyLoss(Weight(), label_smoothing: 0.1).call(Scores(), Target()),
        ["cross_entropy_ignore"] = () => nn.CrossEntropyLoss(ignore_index: 2, reduction: Reduction.None).call(Scores(), Target()),
        ["cross_entropy_probabilities"] = () =>
            F.cross_entropy(Scores(), Goldens.Values(9, 4, 3).softmax(1), label_smoothing: 0.2),
        ["bce_with_logits"] = () =>
            nn.BCEWithLogitsLoss(pos_weights: Weight()).call(Scores(), (Scores() > 0.3).to(ScalarType.Float32)),
        ["kl_div"] = () => nn.KLDivLoss().call(F.log_softmax(Scores(), 1), F.log_softmax(Goldens.Values(9, 4, 3), 1)),
        ["normalize"] = () => F.normalize(Goldens.Values(5, 3, 4), dim: 1),
    };

    public static TheoryData<string> Names => [.. Answers.Keys];

    public static TheoryData<string> Resizes => [.. Golden.GetProperty("interpolate").EnumerateObject().Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_EveryLayer_AnswersAsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        Goldens.AssertMatches(Golden.GetProperty(name), Answers[name]());
    }

    [Theory]
    [MemberData(nameof(Resizes))]
    public void Interpolate_EveryMode_AnswersAsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        string[] parts = name.Split('_');
        long[] size = [.. parts[2].Split('x').Select(long.Parse)];
        var mode = Enum.Parse<InterpolationMode>(parts[0].Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        Tensor picture = Goldens.Values(3, 1, 2, 9, 11);
        Tensor resized = F.interpolate(picture, size, mode: mode, antialias: bool.Parse(parts[1]));
        Goldens.AssertMatches(Golden.GetProperty("interpolate").GetProperty(name), resized);
    }

    [Theory]
    [InlineData("batch_norm", 0.1)]
    [InlineData("batch_norm_average", null)]
    public void BatchNorm2d_TwoTrainingBatchesThenEvaluation_AnswersAsPyTorch(string name, double? momentum)
    {
        using var scope = NewDisposeScope();
        JsonElement golden = Golden.GetProperty(name);
        BatchNorm2d norm = Filled(BatchNorm2d(3, eps: 1e-3));
        norm.momentum = momentum;
        Goldens.AssertMatches(golden.GetProperty("first"), norm.call(2 * Goldens.Values(5, 2, 3, 4, 4) + 5));
        Goldens.AssertMatches(golden.GetProperty("second"), norm.call(2 * Goldens.Values(6, 2, 3, 4, 4) + 6));
        Goldens.AssertMatches(golden.GetProperty("running_mean"), norm.running_mean!);
        Goldens.AssertMatches(golden.GetProperty("running_var"), norm.running_var!);
        Assert.Equal(2, norm.num_batches_tracked!.ToInt64());
        norm.eval();
        Goldens.AssertMatches(golden.GetProperty("evaluated"), norm.call(Goldens.Values(7, 2, 3, 4, 4)));
        Assert.Equal(2, norm.num_batches_tracked!.ToInt64());
    }

    [Fact]
    public void MultiheadAttention_SelfCrossAndExtended_AnswersAsPyTorch()
    {
        using var scope = NewDisposeScope();
        JsonElement golden = Golden.GetProperty("attention");
        MultiheadAttention layer = Filled(MultiheadAttention(8, 2));
        Tensor query = Goldens.Values(5, 3, 2, 8);
        Tensor memory = Goldens.Values(6, 4, 2, 8);
        var (own, ownWeights) = layer.call(query, query, query);
        Goldens.AssertMatches(golden.GetProperty("own"), own);
        Goldens.AssertMatches(golden.GetProperty("own_weights"), ownWeights!);
        Tensor padding = tensor(new[] { false, false, false, true, false, true, false, false }).reshape(2, 4);
        var (output, weights) = layer.call(query, memory, memory, padding, attn_mask: Goldens.Values(7, 3, 4));
        Goldens.AssertMatches(golden.GetProperty("output"), output);
        Goldens.AssertMatches(golden.GetProperty("weights"), weights!);
        MultiheadAttention extended = Filled(MultiheadAttention(8, 2, add_bias_kv: true, add_zero_attn: true, kdim: 5, vdim: 6));
        var (other, otherWeights) = extended.call(query, Goldens.Values(8, 4, 2, 5), Goldens.Values(9, 4, 2, 6));
        Goldens.AssertMatches(golden.GetProperty("other"), other);
        Goldens.AssertMatches(golden.GetProperty("other_weights"), otherWeights!);
    }

    private static Tensor Wide() => Goldens.Values(4, 40) * 5;

    private static Tensor Plane() => Goldens.Values(3, 1, 2, 6, 7);

    private static Tensor Scores() => Goldens.Values(2, 4, 3) * 3;

    private static Tensor Target() => tensor(new long[] { 0, 2, 1, 2 });

    private static Tensor Weight() => tensor(new[] { 0.5f, 1f, 2f });

    private static T Filled<T>(T module)
        where T : nn.Module
    {
        using var noGradients = no_grad();
        int seed = 1;
        foreach (Parameter parameter in module.parameters())
        {
            parameter.copy_(Goldens.Values(seed++, parameter.shape));
        }

        return module;
    }
}
