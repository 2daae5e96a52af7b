using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace TransferWeb.Torch.Tests.Golden;

public sealed class ScheduleGoldenTests
{
    private static readonly JsonElement Golden = Goldens.Read("optimizers.json");

    private static readonly Dictionary<string, Func<Optimizer, LRScheduler>> Makers = new()
    {
        ["step"] = o => StepLR(o, 3, 0.5),
        ["multi_step"] = o => MultiStepLR(o, [2, 5, 5, 9], 0.3),
        ["exponential"] = o => ExponentialLR(o, 0.9),
        ["constant"] = o => ConstantLR(o, 0.25, 4),
        ["linear"] = o => LinearLR(o, 0.1, 1.0, 5),
        ["polynomial"] = o => PolynomialLR(o, 10, 2.0),
        ["cosine"] = o => CosineAnnealingLR(o, 8, 0.001),
        ["lambda"] = o => LambdaLR(o, step => 1.0 / (step + 1)),
        ["multiplicative"] = o => MultiplicativeLR(o, step => 0.9 + 0.01 * step),
        ["one_cycle"] = o => OneCycleLR(o, 0.5, total_steps: 21),
        ["one_cycle_three_phase"] = o =>
            OneCycleLR(
                o,
                0.5,
                total_steps: 21,
                pct_start: 0.4,
                anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear,
                three_phase: true
            ),
        ["cyclic"] = o => CyclicLR(o, 0.01, 0.2, 4, 6),
        ["cyclic_exp_range"] = o => CyclicLR(o, 0.01, 0.2, 5, mode: impl.CyclicLR.Mode.ExpRange, gamma: 0.95),
        ["sequential"] = o =>
            SequentialLR(o, [LinearLR(o, 0.1, 1.0, 5), CosineAnnealingLR(o, 10, 0.001), ConstantLR(o, 0.5, 2)], [5, 15]),
        ["chained"] = o => ChainedLR([ConstantLR(o, 0.1, 2), ExponentialLR(o, 0.9)]),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Fact]
    public void Golden_Schedules_AreAllTested()
    {
        IEnumerable<string> written = Golden.GetProperty("schedules").EnumerateObject().Select(entry => entry.Name);
        Assert.Equal(Makers.Keys.Order(), written.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_EverySchedule_FollowsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        (SGD optimizer, SGD.ParamGroup group) = Optimizer();
        LRScheduler schedule = Makers[name](optimizer);
        (double[] rates, double[] momenta) = Expected(name);
        for (int step = 0; step < rates.Length; step++)
        {
            Goldens.AssertClose([rates[step], momenta[step]], [group.LearningRate, group.Momentum], $"{name}, step {step}");
            Assert.Equal([group.LearningRate], schedule.get_last_lr());
            schedule.step();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LoadStateDict_HalfWay_GoesOnAsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        (SGD firstOptimizer, _) = Optimizer();
        LRScheduler first = Makers[name](firstOptimizer);
        (double[] rates, _) = Expected(name);
        int half = rates.Length / 2;
        for (int step = 0; step < half; step++)
        {
            first.step();
        }

        (SGD optimizer, SGD.ParamGroup group) = Optimizer();
        LRScheduler second = Makers[name](optimizer);
        optimizer.load_state_dict(firstOptimizer.state_dict());
        second.load_state_dict(first.state_dict());
        for (int step = half; step < rates.Length; step++)
        {
            Goldens.AssertClose([rates[step]], [group.LearningRate], $"{name}, step {step}");
            second.step();
        }
    }

    [Fact]
    public void ReduceLROnPlateau_GivenValues_FollowsPyTorch()
    {
        using var scope = NewDisposeScope();
        (SGD optimizer, SGD.ParamGroup group) = Optimizer();
        LRScheduler schedule = ReduceLROnPlateau(optimizer, factor: 0.5, patience: 1, cooldown: 2, min_lr: [0.02]);
        JsonElement golden = Golden.GetProperty("plateau");
        double[] values = Goldens.Numbers(golden.GetProperty("values"));
        double[] rates = Goldens.Numbers(golden.GetProperty("rates"));
        for (int step = 0; step < values.Length; step++)
        {
            schedule.step(values[step]);
            Goldens.AssertClose([rates[step]], [group.LearningRate], $"step {step}");
        }

        Assert.Throws<InvalidOperationException>(() => schedule.step());
    }

    private static (double[] Rates, double[] Momenta) Expected(string name)
    {
        JsonElement golden = Golden.GetProperty("schedules").GetProperty(name);
        return (Goldens.Numbers(golden.GetProperty("rates")), Goldens.Numbers(golden.GetProperty("momenta")));
    }

    private static (SGD Optimizer, SGD.ParamGroup Group) Optimizer()
    {
        var group = new SGD.ParamGroup([new Parameter(zeros(1))], lr: 0.1, momentum: 0.9);
        return (optim.SGD([group], 0.1), group);
    }
}
