using TorchSharp.Modules;
using TransferWeb.Training.Callbacks;

namespace TransferWeb.Training.Tests.Callbacks;

public sealed class GradientClippingTests
{
    [Theory]
    [InlineData(1, 0.6f, 0.8f)]
    [InlineData(10, 3, 4)]
    public void Gradients_OfNormFive_AreShortenedToTheGreatestNorm(double greatest, float first, float second)
    {
        using DisposeScope scope = NewDisposeScope();
        using Linear layer = nn.Linear(2, 1, hasBias: false);
        Tensor factors = tensor([3f, 4f]);
        (layer.weight * factors).sum().backward();

        new GradientClipping(layer.parameters(), greatest).OnGradientsReady(new TrainingState(1, 1));

        Assert.Equal(first, layer.weight.grad![0, 0].item<float>(), 4);
        Assert.Equal(second, layer.weight.grad![0, 1].item<float>(), 4);
    }
}
