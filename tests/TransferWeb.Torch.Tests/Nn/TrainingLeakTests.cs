using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Torch.Tests.Nn;

public sealed class TrainingLeakTests
{
    private const int Steps = 200;

    [Fact]
    public void Train_TwoHundredStepsWithAScopeEach_LeavesNoTensorBehind()
    {
        manual_seed(1);
        using Sequential network = SmallNetwork();
        using CrossEntropyLoss loss = nn.CrossEntropyLoss(label_smoothing: 0.1);
        using AdamW optimizer = optim.AdamW(network.parameters(), lr: 1e-2, weight_decay: 0.01);
        using Tensor images = randn(16, 3, 8, 8);
        using Tensor labels = randint(0, 4, [16], ScalarType.Int64);
        double first = Step(network, loss, optimizer, images, labels);
        long before = LiveTensors.OfThisThread;
        double last = first;
        for (int step = 1; step < Steps; step++)
        {
            last = Step(network, loss, optimizer, images, labels);
        }

        Assert.Equal(before, LiveTensors.OfThisThread);
        Assert.True(last < 0.8 * first, $"The loss went from {first} to {last}.");
    }

    [Fact]
    public void Dispose_NetworkAndOptimizer_FreesEveryTensor()
    {
        long before = LiveTensors.OfThisThread;
        using (var scope = NewDisposeScope())
        {
            Sequential network = SmallNetwork();
            AdamW optimizer = optim.AdamW(network.parameters());
            Step(network, nn.CrossEntropyLoss(), optimizer, randn(4, 3, 8, 8), zeros(4, ScalarType.Int64));
            scope.DisposeEverything();
            Assert.True(LiveTensors.OfThisThread > before);
            optimizer.Dispose();
            network.Dispose();
        }

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    private static Sequential SmallNetwork() =>
        Sequential(
            Conv2d(3, 8, 3, padding: 1, bias: false),
            BatchNorm2d(8),
            ReLU(inplace: true),
            MaxPool2d(2),
            Dropout(0.1),
            AdaptiveAvgPool2d(2),
            Flatten(),
            Linear(32, 4)
        );

    private static double Step(Sequential network, CrossEntropyLoss loss, AdamW optimizer, Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        Tensor value = loss.call(network.call(images), labels);
        network.zero_grad();
        value.backward();
        nn.utils.clip_grad_norm_(network.parameters(), max_norm: 5.0);
        optimizer.step();
        return value.ToDouble();
    }
}
