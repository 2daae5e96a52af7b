using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Torch.Tests.Nn;

public sealed class ModuleTests
{
    private sealed class Branch : Module<Tensor, Tensor>
    {
        private readonly Linear fc;
        private readonly Sequential layers;

        [ComponentName(Name = "scale")]
        private readonly Parameter _scale;

        private readonly Tensor mask;
        private readonly Linear? absent;

        public Branch()
            : base(nameof(Branch))
        {
            fc = Linear(2, 2);
            layers = Sequential(("a", Linear(2, 3)), ("norm", BatchNorm1d(3)));
            _scale = new Parameter(ones(2));
            mask = zeros(2);
            absent = null;
            RegisterComponents();
        }

        public bool HasAbsent => absent is not null;

        public override Tensor forward(Tensor input) => fc.call(input) * _scale + mask;
    }

    [Fact]
    public void RegisterComponents_Fields_NamesThemAsTorchSharp()
    {
        using var branch = new Branch();
        Assert.False(branch.HasAbsent);
        Assert.Equal(
            ["scale", "fc.weight", "fc.bias", "layers.a.weight", "layers.a.bias", "layers.norm.weight", "layers.norm.bias"],
            branch.named_parameters().Select(entry => entry.name)
        );
        Assert.Equal(
            ["mask", "layers.norm.running_mean", "layers.norm.running_var", "layers.norm.num_batches_tracked"],
            branch.named_buffers().Select(entry => entry.name)
        );
        Assert.Equal(["fc", "layers"], branch.named_children().Select(entry => entry.name));
        Assert.Equal(["fc", "layers", "layers.a", "layers.norm"], branch.named_modules().Select(entry => entry.name));
        Assert.True(branch.has_parameter("layers.a.bias"));
        Assert.Same(branch.get_buffer("layers.norm.running_var"), branch.state_dict()["layers.norm.running_var"]);
        Assert.Null(branch.get_parameter("layers.b.bias"));
        Assert.Equal(11, branch.state_dict().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("fc")]
    public void RegisterModule_NameEmptyDottedOrTaken_Throws(string name)
    {
        using var branch = new Branch();
        using Identity identity = Identity();
        Assert.Throws<ArgumentException>(() => branch.register_module(name, identity));
    }

    [Fact]
    public void Parameters_SharedByTwoModules_AreListedOnce()
    {
        using Linear first = Linear(2, 2);
        using Sequential network = Sequential(first, Linear(first.weight));
        Assert.Equal(["0.weight", "0.bias"], network.named_parameters().Select(entry => entry.name));
        Assert.Equal(3, network.state_dict().Count);
    }

    [Fact]
    public void Constructor_InsideAScope_KeepsParametersWhenItEnds()
    {
        Branch branch;
        using (NewDisposeScope())
        {
            branch = new Branch();
        }

        Assert.All(branch.state_dict().Values, tensor => Assert.False(tensor.IsInvalid));
        using Tensor input = ones(1, 2);
        using Tensor output = branch.call(input);
        Assert.Equal([1L, 2L], output.shape);
        Dictionary<string, Tensor> owned = branch.state_dict();
        branch.Dispose();
        Assert.All(owned.Values, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void Train_AndEval_ReachEveryModule()
    {
        using var branch = new Branch();
        branch.eval();
        Assert.All(branch.modules(), module => Assert.False(module.training));
        branch.train();
        Assert.All(branch.modules(), module => Assert.True(module.training));
        var visited = new List<string>();
        branch.apply(module => visited.Add(module.GetName()));
        Assert.Equal(["Linear", "Linear", "BatchNorm1d", "Sequential", "Branch"], visited);
    }

    [Fact]
    public void Hooks_BeforeAndAfter_ChangeTheCallUntilRemoved()
    {
        using var scope = NewDisposeScope();
        using Identity identity = Identity();
        var before = identity.register_forward_pre_hook((_, input) => input + 1);
        var after = identity.register_forward_hook((_, input, output) => output * 10 + input);
        Assert.Equal(33, identity.call(tensor(2f)).ToSingle());
        before.remove();
        Assert.Equal(22, identity.call(tensor(2f)).ToSingle());
        after.remove();
        after.remove();
        Assert.Equal(2, identity.call(tensor(2f)).ToSingle());
    }

    [Fact]
    public void To_AnotherDtype_KeepsParametersTheirGradientsAndTheOptimizer()
    {
        using var scope = NewDisposeScope();
        using Linear layer = Linear(2, 1);
        Parameter weight = layer.weight;
        using SGD optimizer = optim.SGD(layer.parameters(), 0.5);
        layer.call(ones(1, 2)).sum().backward();
        Linear same = layer.to(ScalarType.Float64);
        Assert.Same(layer, same);
        Assert.Same(weight, layer.weight);
        Assert.Equal(ScalarType.Float64, weight.dtype);
        Assert.Equal(ScalarType.Float64, weight.grad!.dtype);
        double before = weight.sum().ToDouble();
        optimizer.step();
        Assert.Equal(before - 1, weight.sum().ToDouble(), 1e-6);
        Assert.True(weight.requires_grad && weight.is_leaf);
    }

    [Fact]
    public void To_Bfloat16_LeavesIntegerBuffersAlone()
    {
        using BatchNorm2d norm = BatchNorm2d(2).bfloat16();
        Assert.Equal(ScalarType.BFloat16, norm.running_mean!.dtype);
        Assert.Equal(ScalarType.Int64, norm.num_batches_tracked!.dtype);
        Assert.Equal(ScalarType.Float32, norm.cpu().@float().running_mean!.dtype);
    }

    [Fact]
    public void ZeroGrad_OfAModule_ForgetsGradients()
    {
        using var scope = NewDisposeScope();
        using Linear layer = Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();
        layer.zero_grad(set_to_none: false);
        Assert.Equal([0f, 0f], layer.weight.grad!.data<float>().ToArray());
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
        Assert.Null(layer.bias!.grad);
    }

    [Fact]
    public void LoadStateDict_Strict_RefusesOtherNamesAndShapesWithoutChange()
    {
        using var scope = NewDisposeScope();
        using Linear layer = Linear(2, 1);
        float[] before = layer.weight.detach().data<float>().ToArray();
        var other = new Dictionary<string, Tensor> { ["weight"] = zeros(1, 2), ["extra"] = zeros(1) };
        var refused = Assert.Throws<InvalidOperationException>(() => layer.load_state_dict(other));
        Assert.Contains("missing bias; unexpected extra", refused.Message, StringComparison.Ordinal);
        var wrong = new Dictionary<string, Tensor> { ["weight"] = zeros(1, 2), ["bias"] = zeros(2) };
        Assert.Contains(
            "bias",
            Assert.Throws<ArgumentException>(() => layer.load_state_dict(wrong)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(before, layer.weight.detach().data<float>().ToArray());
        var (missing, unexpected) = layer.load_state_dict(other, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["extra"], unexpected);
        Assert.Equal([0f, 0f], layer.weight.detach().data<float>().ToArray());
    }

    [Fact]
    public void LoadStateDict_WithSkip_LeavesThatTensor()
    {
        using var scope = NewDisposeScope();
        using Linear layer = Linear(2, 1);
        init.ones_(layer.weight);
        var values = new Dictionary<string, Tensor> { ["bias"] = zeros(1, ScalarType.Float64) };
        layer.load_state_dict(values, skip: ["weight"]);
        Assert.Equal([1f, 1f], layer.weight.detach().data<float>().ToArray());
        Assert.Equal([0f], layer.bias!.detach().data<float>().ToArray());
    }

    [Fact]
    public void AsParameter_ATensor_TakesItsHandleAndItsGradientFlag()
    {
        Tensor data = ones(2).with_requires_grad(false);
        nint handle = data.Handle;
        using Parameter parameter = data.AsParameter();
        Assert.Equal(handle, parameter.Handle);
        Assert.True(data.IsInvalid);
        Assert.False(parameter.requires_grad);
    }
}
