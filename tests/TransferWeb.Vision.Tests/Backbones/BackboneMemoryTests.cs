using TransferWeb.Vision.Backbones;
using static TorchSharp.torch;

namespace TransferWeb.Tests.Backbones;

public sealed class BackboneMemoryTests
{
    [Theory]
    [MemberData(nameof(BackboneRows.LargeAreSlow), MemberType = typeof(BackboneRows))]
    public void Inference_OfManyBatches_LeavesNoTensorBehind(string name)
    {
        using Backbone model = BackboneRegistry.Create(name, 5);
        model.eval();
        using Backbone frozen = model.FrozenCopy(float32);
        using IDisposable noGradients = no_grad();
        using Tensor pictures = zeros(1, 3, 64, 64);
        model.call(pictures).Dispose();
        long before = LiveTensors.OfThisThread;

        for (int i = 0; i < 5; i++)
        {
            model.call(pictures).Dispose();
            model.ForwardFeatures(pictures).Dispose();
            frozen.ForwardFeatures(pictures).Dispose();
        }

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    [Theory]
    [MemberData(nameof(BackboneRows.LargeAreSlow), MemberType = typeof(BackboneRows))]
    public void Training_OfManySteps_LeavesNoTensorBehind(string name)
    {
        using Backbone model = BackboneRegistry.Create(name, 5);
        using Tensor pictures = zeros(2, 3, 64, 64);
        Step();
        long before = LiveTensors.OfThisThread;

        Step();
        Step();

        Assert.Equal(before, LiveTensors.OfThisThread);

        void Step()
        {
            using var scope = NewDisposeScope();
            model.zero_grad();
            model.call(pictures).sum().backward();
        }
    }
}
