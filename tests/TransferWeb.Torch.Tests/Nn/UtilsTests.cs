using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Torch.Tests.Nn;

public sealed class UtilsTests
{
    [Theory]
    [InlineData(2.0, 5.0)]
    [InlineData(1.0, 7.0)]
    [InlineData(double.PositiveInfinity, 4.0)]
    public void ClipGradNorm_LargeGradients_ScalesThemTogether(double norm, double expected)
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = WithGradients([3f], [-4f]);
        Assert.Equal(expected, utils.clip_grad_norm_(parameters, 1.0, norm), 1e-5);
        Assert.Equal(3 / expected, parameters[0].grad!.item<float>(), 1e-5);
        Assert.Equal(-4 / expected, parameters[1].grad!.item<float>(), 1e-5);
    }

    [Fact]
    public void ClipGradNorm_SmallMissingOrNoGradients_LeavesThem()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [.. WithGradients([0.3f]), new Parameter(zeros(1))];
        Assert.Equal(0.3, utils.clip_grad_norm_(parameters, 1.0), 1e-6);
        Assert.Equal(0.3f, parameters[0].grad!.item<float>());
        Assert.Equal(0, utils.clip_grad_norm_([new Parameter(zeros(1))], 1.0));
    }

    [Fact]
    public void ClipGradNorm_NotANumber_ReturnsNotANumber()
    {
        using var scope = NewDisposeScope();
        Assert.True(double.IsNaN(utils.clip_grad_norm_(WithGradients([float.NaN, 1f]), 1.0)));
    }

    [Fact]
    public void ClipGradValue_LargeElements_LimitsEach()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = WithGradients([3f, -0.5f, -2f]);
        utils.clip_grad_value_(parameters, 1.0);
        Assert.Equal([1f, -0.5f, -1f], parameters[0].grad!.data<float>().ToArray());
    }

    [Fact]
    public void ParametersToVector_AndBack_KeepsValues()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [new(tensor(new[] { 1f, 2f })), new(tensor(new[] { 3f, 4f }).reshape(2, 1))];
        Tensor vector = utils.parameters_to_vector(parameters).detach();
        Assert.Equal([1f, 2f, 3f, 4f], vector.data<float>().ToArray());
        utils.vector_to_parameters(vector * 2, parameters);
        Assert.Equal([6f, 8f], parameters[1].detach().data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => utils.vector_to_parameters(zeros(3), parameters));
    }

    private static Parameter[] WithGradients(params float[][] gradients) =>
        [.. gradients.Select(gradient => new Parameter(zeros(gradient.Length)) { grad = tensor(gradient) })];
}
