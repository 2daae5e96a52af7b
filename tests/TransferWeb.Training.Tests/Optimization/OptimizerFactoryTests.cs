using TorchSharp.Modules;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Optimization;

namespace TransferWeb.Training.Tests.Optimization;

public sealed class OptimizerFactoryTests
{
    private static readonly TrainingSpec Spec = new() { LearningRate = 0.01, WeightDecay = 0.5 };

    [Fact]
    public void Build_WithFrozenParameters_PassesThemOver()
    {
        using Linear trained = nn.Linear(4, 2);
        using Linear frozen = nn.Linear(4, 4);
        foreach (Parameter parameter in frozen.parameters())
        {
            parameter.requires_grad = false;
        }

        using optim.Optimizer optimizer = OptimizerFactory.Build([.. trained.parameters(), .. frozen.parameters()], Spec);

        Assert.All(optimizer.ParamGroups, g => Assert.Equal(0.01, g.LearningRate));
        Assert.Equal(2, optimizer.parameters().Count());
    }

    [Theory]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Sgd)]
    public void Step_WithZeroGradients_DecaysMatricesOnly(OptimizerKind kind)
    {
        using Linear layer = nn.Linear(3, 3);
        float bias = layer.bias!.abs().sum().item<float>();
        float weight = layer.weight.abs().sum().item<float>();
        using optim.Optimizer optimizer = OptimizerFactory.Build(layer.parameters(), Spec with { Optimizer = kind });
        (layer.weight.sum() * 0 + layer.bias.sum() * 0).backward();

        optimizer.step();

        Assert.True(layer.weight.abs().sum().item<float>() < weight);
        Assert.Equal(bias, layer.bias.abs().sum().item<float>());
    }
}
