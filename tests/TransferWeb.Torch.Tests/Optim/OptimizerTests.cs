using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Optim;

public sealed class OptimizerTests
{
    [Fact]
    public void Step_ParameterWithoutGradient_IsSkippedAndCostsNoState()
    {
        using var scope = NewDisposeScope();
        var frozen = new Parameter(ones(2), requires_grad: false);
        var trained = new Parameter(ones(2)) { grad = ones(2) };
        using AdamW optimizer = optim.AdamW(new[] { frozen, trained }, lr: 0.1, weight_decay: 0.5);
        optimizer.step();
        Assert.Equal([1f, 1f], frozen.data<float>().ToArray());
        Assert.NotEqual(1f, trained.detach()[0].item<float>());
        var states = optimizer.state_dict().State.Cast<AdamBase.State>().ToArray();
        Assert.Null(states[0].exp_avg);
        Assert.Equal(0, states[0].step);
        Assert.Equal(1, states[1].step);
    }

    [Fact]
    public void Step_WithAClosure_ComputesGradientsAndReturnsTheLoss()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(tensor(new[] { 3f }));
        using SGD optimizer = optim.SGD([weight], 0.25);
        using (no_grad())
        {
            Tensor? loss = optimizer.step(() =>
            {
                optimizer.zero_grad();
                Tensor value = (weight * weight).sum();
                value.backward();
                return value;
            });
            Assert.Equal(9f, loss!.item<float>());
        }

        Assert.Equal(1.5f, weight.item<float>());
    }

    [Fact]
    public void Groups_WithTheirOwnSettings_TakeTheRestFromTheOptimizer()
    {
        using var scope = NewDisposeScope();
        var slow = new Parameter(ones(1)) { grad = ones(1) };
        var fast = new Parameter(ones(1)) { grad = ones(1) };
        var open = new SGD.ParamGroup([slow], new SGD.Options());
        using SGD optimizer = optim.SGD([open, new SGD.ParamGroup([fast], lr: 0.5)], 0.1, momentum: 0.9);
        Assert.Equal([0.1, 0.5], optimizer.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal([0.1, 0.5], optimizer.ParamGroups.Select(group => group.InitialLearningRate));
        Assert.Equal(0.9, open.Momentum);
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate *= 2;
        }

        optimizer.step();
        Assert.Equal(0.8f, slow.item<float>(), 1e-6f);
        Assert.Equal(0f, fast.item<float>(), 1e-6f);
    }

    [Fact]
    public void AddParamGroup_ParameterTwiceOrOtherKind_Throws()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(ones(1));
        using SGD optimizer = optim.SGD([weight], 0.1);
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new SGD.ParamGroup([weight])));
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new AdamW.ParamGroup([new Parameter(ones(1))])));
        Assert.Throws<ArgumentException>(() => optim.SGD([new Parameter(ones(1))], 0.1, nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => optim.Adam([new Parameter(ones(1))], lr: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => optim.Adam([new Parameter(ones(1))], beta1: 1));
    }

    [Fact]
    public void ZeroGrad_OfAnOptimizer_KeepsZeros()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(ones(2)) { grad = ones(2) };
        using SGD optimizer = optim.SGD([weight, new Parameter(ones(1))], 0.1);
        optimizer.zero_grad();
        Assert.Equal([0f, 0f], weight.grad!.data<float>().ToArray());
    }

    [Fact]
    public void LoadStateDict_OfAnotherKindOrSize_Throws()
    {
        using var scope = NewDisposeScope();
        using var file = new MemoryStream();
        using SGD one = optim.SGD([new Parameter(ones(1))], 0.1);
        one.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        using Adam adam = optim.Adam([new Parameter(ones(1))]);
        Assert.Throws<InvalidDataException>(() => adam.load_state_dict(new BinaryReader(file)));
        file.Position = 0;
        using SGD two = optim.SGD([new Parameter(ones(1)), new Parameter(ones(1))], 0.1);
        Assert.Throws<ArgumentException>(() => two.load_state_dict(new BinaryReader(file)));
        Assert.Throws<ArgumentException>(() => two.load_state_dict(one.state_dict()));
    }

    [Fact]
    public void LoadStateDict_SavedLearningRate_ComesBack()
    {
        using var scope = NewDisposeScope();
        using var file = new MemoryStream();
        using RMSProp first = optim.RMSProp([new Parameter(ones(1))], 0.1, momentum: 0.3);
        first.ParamGroups.Single().LearningRate = 0.025;
        first.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        using RMSProp second = optim.RMSProp([new Parameter(ones(1))], 0.7);
        second.load_state_dict(new BinaryReader(file));
        var group = (RMSProp.ParamGroup)second.ParamGroups.Single();
        Assert.Equal(0.025, group.LearningRate);
        Assert.Equal(0.1, group.InitialLearningRate);
        Assert.Equal(0.3, group.Momentum);
    }

    [Fact]
    public void OneCycle_OnAdam_MovesTheFirstDecayRate()
    {
        using var scope = NewDisposeScope();
        var group = new AdamW.ParamGroup([new Parameter(ones(1))]);
        using AdamW optimizer = optim.AdamW([group]);
        var schedule = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 10);
        Assert.Equal((0.95, 0.999), group.Betas);
        Assert.Equal(0.004, group.LearningRate, 1e-9);
        schedule.step();
        schedule.step();
        Assert.Equal(0.85, group.Betas.Item1, 1e-9);
        Assert.Equal(0.1, group.LearningRate, 1e-9);
    }

    [Fact]
    public void Schedules_BadArguments_Throw()
    {
        using var scope = NewDisposeScope();
        using SGD optimizer = optim.SGD([new Parameter(ones(1))], 0.1);
        using SGD other = optim.SGD([new Parameter(ones(1))], 0.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => optim.lr_scheduler.StepLR(optimizer, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => optim.lr_scheduler.LinearLR(optimizer, start_factor: 0));
        Assert.Throws<ArgumentException>(() => optim.lr_scheduler.OneCycleLR(optimizer, 0.1));
        Assert.Throws<ArgumentException>(() => optim.lr_scheduler.ReduceLROnPlateau(optimizer, mode: "least"));
        var foreign = optim.lr_scheduler.ExponentialLR(other);
        Assert.Throws<ArgumentException>(() => optim.lr_scheduler.SequentialLR(optimizer, [foreign], []));
        var own = optim.lr_scheduler.ExponentialLR(optimizer);
        Assert.Throws<ArgumentException>(() => own.load_state_dict(new Dictionary<string, double[]>()));
    }
}
