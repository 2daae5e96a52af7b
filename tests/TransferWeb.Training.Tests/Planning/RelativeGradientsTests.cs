using TransferWeb.Training.Planning;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Tests.Planning;

public sealed class RelativeGradientsTests
{
    [Fact]
    public void Of_GradientsThatAreMultiplesOfTheWeights_AreTheMultiples()
    {
        using Backbone model = BackboneRegistry.Create(RunLab.Backbone, 2);
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = zeros(1);
        foreach ((int index, Stage stage) in model.Stages.Index().Skip(1))
        {
            // The gradient of c / 2 · w² is c · w.
            loss = stage
                .Modules.SelectMany(m => m.parameters())
                .Aggregate(loss, (sum, p) => sum + (p.pow(2).sum() * (index / 2.0)));
        }

        loss.sum().backward();

        double[] expected = [0, 1, 2, 3, 4];
        Assert.All(RelativeGradients.Of(model).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 4));
    }
}
