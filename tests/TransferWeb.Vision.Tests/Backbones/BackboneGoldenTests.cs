using TorchSharp;
using TorchSharp.Modules;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;
using static TorchSharp.torch;

namespace TransferWeb.Tests.Backbones;

/// <summary>Every backbone against Debian's torchvision, or against the same network written out in PyTorch where torchvision has none.</summary>
public sealed class BackboneGoldenTests
{
    private const double Tolerance = 1e-4;

    // Gradients this much below the largest one are zero but for rounding: that of a bias in front of a norm, say.
    private const double Nothing = 1e-5;

    [Theory]
    [MemberData(nameof(BackboneRows.Golden), MemberType = typeof(BackboneRows))]
    public void Logits_OfFormulaWeights_EqualPyTorchs(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Golden golden = Golden.Read(name);
        using Backbone model = Published(name);
        using IDisposable noGradients = no_grad();

        double[] logits = Numbers(model.call(FormulaTensor.Pictures("picture", 1, golden.Side)));

        Assert.Equal(1000, logits.Length);
        Assert.Equal(500, golden.Logits.Length);
        Assert.InRange(Golden.Difference(golden.Logits, Every(2, logits)), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(BackboneRows.LargeGoldenAreSlow), MemberType = typeof(BackboneRows))]
    public void Logits_AfterAPassInTrainingMode_EqualPyTorchs(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Golden golden = Golden.Read(name);
        using Backbone model = Published(name);
        using IDisposable noGradients = no_grad();

        Settle(model);
        model.call(FormulaTensor.Pictures("batch", 4, golden.BatchSide));
        model.eval();
        double[] logits = Numbers(model.call(FormulaTensor.Pictures("picture", 1, golden.Side)));

        Assert.InRange(Golden.Difference(golden.TrainedLogits, Every(10, logits)), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(BackboneRows.LargeGoldenAreSlow), MemberType = typeof(BackboneRows))]
    public void Gradients_OfEveryParameter_EqualPyTorchs(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Golden golden = Golden.Read(name);
        using Backbone model = Published(name);
        Settle(model);

        Tensor logits = model.call(FormulaTensor.Pictures("batch", 2, golden.BatchSide));
        (logits * FormulaTensor.Even("gradient", logits.shape)).sum().backward();

        (string Name, Parameter Parameter)[] parameters = Sorted(model);
        double[][] expected = [.. golden.Gradients.Chunk(3)];
        double largest = expected.Max(gradient => gradient[0]);
        Assert.Equal(expected.Length, parameters.Length);
        foreach (((string parameterName, Parameter parameter), double[] gradient) in parameters.Zip(expected))
        {
            double norm = Math.Max(gradient[0], Nothing * largest);
            double difference = gradient
                .Zip(Fingerprint(parameterName, parameter))
                .Max(pair => Math.Abs(pair.First - pair.Second) / Math.Max(Math.Abs(pair.First), norm));
            Assert.True(difference <= Tolerance, $"{parameterName}: the gradient differs by {difference:g3}.");
        }
    }

    // Random numbers differ, their spread does not: five standard errors of it, and 2 % for torchvision's own draw.
    [Theory]
    [MemberData(nameof(BackboneRows.LargeGoldenAreSlow), MemberType = typeof(BackboneRows))]
    public void NewWeights_AreSpread_AsPyTorchs(string name)
    {
        Golden golden = Golden.Read(name);
        using Backbone model = BackboneRegistry.Create(name, 1000);

        (string Name, Parameter Parameter)[] parameters = Sorted(model);
        Assert.Equal(golden.Names, FormulaTensor.Hash(string.Concat(parameters.Select(entry => entry.Name + "\n"))));
        foreach (((string parameterName, Parameter parameter), double expected) in parameters.Zip(golden.Initial))
        {
            double[] values = Numbers(parameter);
            double actual = values.Average(Math.Abs);
            double allowed = expected * (0.02 + (5 / Math.Sqrt(values.Length)));
            Assert.True(
                Math.Abs(actual - expected) <= allowed,
                $"{parameterName} begins with a magnitude of {actual:g4} instead of {expected:g4}."
            );
        }
    }

    [Theory]
    [MemberData(nameof(BackboneRows.Golden), MemberType = typeof(BackboneRows))]
    public void Manifest_Cost_EqualsTheCountedOne(string name)
    {
        Golden golden = Golden.Read(name);
        BackboneManifest manifest = BackboneRegistry.Find(name);

        Assert.Equal(golden.Parameters, manifest.Parameters);
        Assert.Equal(golden.Macs / 1e6, manifest.MegaMacs, tolerance: 0.05);
    }

    [Fact]
    public void FrozenCopy_OfAPublishedSqueezeNet_KeepsItsHead()
    {
        using DisposeScope scope = NewDisposeScope();
        Golden golden = Golden.Read("squeezenet1_0");
        using Backbone model = Published("squeezenet1_0");
        using Backbone frozen = model.FrozenCopy(float32);
        using IDisposable noGradients = no_grad();

        double[] logits = Numbers(frozen.call(FormulaTensor.Pictures("picture", 1, golden.Side)));

        Assert.InRange(Golden.Difference(golden.Logits, Every(2, logits)), 0, Tolerance);
    }

    [Fact]
    public void ForwardHead_OfAPublishedSqueezeNet_IsRefused()
    {
        using Backbone model = Published("squeezenet1_0");
        using Tensor features = zeros(1, 512);

        Assert.Throws<InvalidOperationException>(() => model.ForwardHead(features));
    }

    // As its weights are published. SqueezeNet gets its original head by reading them from a file.
    private static Backbone Published(string name)
    {
        Backbone model = BackboneRegistry.Create(name, 1000);
        FormulaTensor.Fill(model);
        if (name.StartsWith("squeezenet", StringComparison.Ordinal))
        {
            using TemporaryFolder folder = new();
            string path = folder.Combine($"{name}.safetensors");
            BackboneWeights.Save(model, path);
            using WeightFile file = WeightFile.Open(path);
            BackboneRegistry.LoadPretrained(model, file);
        }

        model.eval();
        return model;
    }

    // Norm layers in training mode, whatever is random in evaluation mode.
    private static void Settle(Backbone model)
    {
        model.eval();
        foreach (BatchNorm2d norm in model.modules().OfType<BatchNorm2d>())
        {
            norm.train();
        }
    }

    private static (string Name, Parameter Parameter)[] Sorted(Backbone model) =>
        [.. model.named_parameters().OrderBy(entry => entry.name, StringComparer.Ordinal)];

    private static double[] Fingerprint(string name, Parameter parameter)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] gradient = [.. (parameter.grad ?? zeros_like(parameter)).contiguous().data<float>()];
        double square = 0;
        double sum = 0;
        foreach (float value in gradient)
        {
            square += (double)value * value;
            sum += value;
        }

        return [Math.Sqrt(square), sum, FormulaTensor.Product(name, gradient)];
    }

    private static IEnumerable<double> Every(int step, double[] numbers) => numbers.Where((_, i) => i % step == 0);

    private static double[] Numbers(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. tensor.detach().to(float64).cpu().contiguous().data<double>()];
    }
}
