using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Tensors;

public sealed class AutogradTests : ScopedTest
{
    [Fact]
    public void Backward_Polynomial_GivesDerivative()
    {
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);

        (x.pow(3) + 2 * x).sum().backward();

        AssertValues([5, 14], x.grad!);
    }

    [Fact]
    public void Backward_CalledForTwoLosses_SumsGradients()
    {
        var x = tensor(3f, requires_grad: true);

        (x * 2).backward();
        (x * 5).backward();

        Assert.Equal(7f, x.grad!.item<float>());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Backward_WithWeights_GivesVectorJacobianProduct()
    {
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);

        (x * x).backward([tensor(new[] { 10f, 100f })]);

        AssertValues([20, 400], x.grad!);
    }

    [Fact]
    public void Backward_Twice_ThrowsWithLibtorchsMessageAndTheProcessLivesOn()
    {
        var x = tensor(2f, requires_grad: true);
        var loss = x * x;
        loss.backward();

        var failure = Assert.Throws<ExternalException>(() => loss.backward());

        Assert.Contains("Trying to backward through the graph a second time", failure.Message);
        Assert.Equal(4f, x.grad!.item<float>());
    }

    [Fact]
    public void Backward_GraphRetained_MayBeCalledAgain()
    {
        var x = tensor(2f, requires_grad: true);
        var loss = x * x;

        loss.backward(retain_graph: true);
        loss.backward();

        Assert.Equal(8f, x.grad!.item<float>());
    }

    [Fact]
    public void Grad_OfOutputs_LeavesLeavesAlone()
    {
        var x = tensor(3f, requires_grad: true);
        var unused = tensor(1f, requires_grad: true);

        var gradients = autograd.grad([x * x], [x, unused], allow_unused: true);

        Assert.Equal(6f, gradients[0]!.item<float>());
        Assert.Null(gradients[1]);
        Assert.Null(x.grad);
    }

    [Fact]
    public void NoGrad_InScope_RecordsNothing()
    {
        var x = tensor(3f, requires_grad: true);

        using (no_grad())
        {
            Assert.False((x * x).requires_grad);
            using (set_grad_enabled(true))
            {
                Assert.True((x * x).requires_grad);
            }
            Assert.False(is_grad_enabled());
        }

        Assert.True((x * x).requires_grad);
    }

    [Fact]
    public void InferenceMode_InScope_MakesInferenceTensors()
    {
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.True(ones(1).is_inference());
        }

        Assert.False(is_inference_mode_enabled());
        Assert.False(ones(1).is_inference());
    }

    [Fact]
    public void Leaves_AreWhatTheUserMade()
    {
        var x = tensor(1f, requires_grad: true);

        Assert.True(x.is_leaf);
        Assert.False((x * 2).is_leaf);
        Assert.True((x * 2).detach().is_leaf);
    }

    [Fact]
    public void RequiresGrad_OnIntegers_Throws()
    {
        var failure = Assert.Throws<ExternalException>(() => tensor(new[] { 1L }).requires_grad = true);

        Assert.Contains("only Tensors of floating point", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void SetGrad_OfAnotherShape_Throws()
    {
        var x = ones(2, requires_grad: true);

        var failure = Assert.Throws<ExternalException>(() => x.grad = ones(3));

        Assert.Contains("differs from the tensor's shape", failure.Message);
    }
}
