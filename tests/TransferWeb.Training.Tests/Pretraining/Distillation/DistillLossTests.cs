using TransferWeb.Training.Pretraining.Distillation;

namespace TransferWeb.Tests.Pretraining.Distillation;

public sealed class DistillLossTests
{
    [Fact]
    public void Unexplained_OfKnownMaps_IsTheMeanSquareInFloat32()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor student = tensor([1f, 2f, 3f, 4f], [1, 2, 1, 2]).to(bfloat16);
        Tensor teacher = tensor([1f, 0f, 0f, 5f], [1, 2, 1, 2]);

        Tensor loss = DistillLoss.Unexplained(student, teacher);

        // (0 + 4 + 9 + 1) / 4
        Assert.Equal(3.5, loss.ToDouble(), tolerance: 1e-6);
        Assert.Equal(ScalarType.Float32, loss.dtype);
    }

    [Fact]
    public void Unexplained_OfTheMeanOfAScaledTeacher_IsOne()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor map = tensor([3f, -1f, 8f, 2f, 0f, 5f, 4f, 7f], [2, 2, 1, 2]);
        using ChannelScale scale = ChannelScale.Of(map, keepZero: false);

        Assert.Equal(1, DistillLoss.Unexplained(zeros_like(map), scale.Apply(map)).ToDouble(), tolerance: 1e-5);
    }

    // Probabilities (3/4, 1/4) against (1/2, 1/2): 3/4 ln 3/2 + 1/4 ln 1/2. At temperature 2 they are (√3, 1) / (1 + √3) against the same
    // halves, and the divergence is multiplied by 4.
    [Theory]
    [InlineData(1, 0.130812)]
    [InlineData(2, 0.145363)]
    public void SoftLabels_OfKnownLogits_AreTheDivergenceTimesTheSquaredTemperature(double temperature, double expected)
    {
        using DisposeScope scope = NewDisposeScope();
        float ln3 = MathF.Log(3);
        Tensor student = tensor([0f, 0f, 5f, 5f], [2, 2]);
        Tensor teacher = tensor([ln3, 0f, 1 + ln3, 1f], [2, 2]);

        Assert.Equal(expected, DistillLoss.SoftLabels(student, teacher, temperature).ToDouble(), tolerance: 1e-5);
        Assert.Equal(0, DistillLoss.SoftLabels(teacher + 2, teacher, temperature).ToDouble(), tolerance: 1e-6);
    }

    [Fact]
    public void SoftLabels_Gradient_IsTheDifferenceOfProbabilities()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor student = tensor([0f, 0f], [1, 2]).requires_grad_();
        Tensor teacher = tensor([MathF.Log(3), 0f], [1, 2]);

        DistillLoss.SoftLabels(student, teacher, temperature: 1).backward();

        Assert.Equal([-0.25f, 0.25f], student.grad!.data<float>().ToArray(), (a, b) => MathF.Abs(a - b) < 1e-6f);
    }
}
