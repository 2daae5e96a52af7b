using TransferWeb.Training.Evaluation;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Tests.Evaluation;

public sealed class ValidationPassTests
{
    [Theory]
    [InlineData("mobilenet_v2")]
    [InlineData("transferweb_mini")]
    [InlineData("vit_b_16")]
    public void Of_SaysWhatTheNetworkSaysInEvaluation(string arch)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(4);
        using Backbone model = BackboneRegistry.Create(arch, 3);
        model.train();
        Tensor pictures = randn(2, 3, model.Manifest.InputSize, model.Manifest.InputSize);

        Tensor said;
        using (no_grad())
        using (ValidationPass pass = ValidationPass.Of(model))
        {
            said = pass.Forward(pictures);
        }

        model.eval();
        using IDisposable mode = no_grad();
        Tensor expected = model.call(pictures);
        Assert.InRange((said - expected).abs().max().item<float>(), 0, 1e-4f * expected.abs().max().item<float>());
    }

    [Fact]
    public void Of_FollowsTheWeightsFromValidationToValidation()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        using Backbone model = BackboneRegistry.Create("transferweb_mini", 3);
        Tensor pictures = randn(1, 3, 96, 96);
        Tensor before = Say();

        foreach (Tensor weight in model.parameters())
        {
            weight.mul_(1.1);
        }

        Assert.False(before.allclose(Say()));

        Tensor Say()
        {
            using ValidationPass pass = ValidationPass.Of(model);
            return pass.Forward(pictures);
        }
    }
}
