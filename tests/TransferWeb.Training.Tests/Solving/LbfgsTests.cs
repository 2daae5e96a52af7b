using TransferWeb.Training.Solving;

namespace TransferWeb.Tests.Solving;

public sealed class LbfgsTests
{
    [Fact]
    public void Minimize_AStretchedBowl_FindsItsBottomInAFewIterations()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor scales = tensor(new float[] { 1, 10, 100, 1000 });
        Tensor bottom = tensor(new float[] { 3, -2, 0.5f, 7 });
        Lbfgs solver = new(x => ((scales * (x - bottom).square()).sum().item<float>() / 2, scales * (x - bottom)), 100, 1e-5);

        LbfgsResult result = solver.Minimize(zeros(4));

        Assert.True(result.Converged);
        Assert.InRange(result.Iterations, 4, 40);
        Assert.True(allclose(bottom, result.Point, 1e-3, 1e-3));
    }

    [Fact]
    public void Minimize_RosenbrocksValley_ArrivesAtItsEnd()
    {
        using DisposeScope scope = NewDisposeScope();
        Lbfgs solver = new(Rosenbrock, 200, 1e-6);

        LbfgsResult result = solver.Minimize(tensor(new float[] { -1.2f, 1 }));

        Assert.True(allclose(ones(2), result.Point, 1e-2, 1e-2));
    }

    [Fact]
    public void Minimize_TooFewIterations_SaysThatItIsNotDone()
    {
        using DisposeScope scope = NewDisposeScope();
        List<double> values = [];

        LbfgsResult result = new Lbfgs(Rosenbrock, 3, 1e-6).Minimize(
            tensor(new float[] { -1.2f, 1 }),
            (_, _, value) => values.Add(value)
        );

        Assert.Equal((3, false), (result.Iterations, result.Converged));
        Assert.Equal(3, values.Count);
        Assert.Equal(values.OrderDescending(), values);
    }

    [Fact]
    public void Minimize_FromTheMinimum_TakesNoIteration()
    {
        using DisposeScope scope = NewDisposeScope();

        LbfgsResult result = new Lbfgs(x => (x.square().sum().item<float>(), 2 * x), 10, 1e-6).Minimize(zeros(3));

        Assert.Equal((0, true), (result.Iterations, result.Converged));
    }

    [Fact]
    public void Minimize_ManyIterations_LeavesNoTensorBehind()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor start = tensor(new float[] { -1.2f, 1 });
        long before = LiveTensors.OfThisThread;

        using (NewDisposeScope())
        {
            new Lbfgs(Rosenbrock, 50, 1e-9).Minimize(start);
        }

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    private static (double, Tensor) Rosenbrock(Tensor point)
    {
        (double x, double y) = (point[0].item<float>(), point[1].item<float>());
        double value = Math.Pow(1 - x, 2) + (100 * Math.Pow(y - (x * x), 2));
        float[] gradient = [(float)((-2 * (1 - x)) - (400 * x * (y - (x * x)))), (float)(200 * (y - (x * x)))];
        return (value, tensor(gradient));
    }
}
