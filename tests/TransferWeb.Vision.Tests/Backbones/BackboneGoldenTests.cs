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

    // Some gradients are zero in truth, that of a bias in front of a norm or of the keys under a softmax, say: in the golden numbers, which
    // come from double precision, they are this much below the largest one; in single precision, rounding leaves a little more.
    private const double Zero = 1e-9;
    private const double RoundedZero = 1e-6;

    [Theory]
    [MemberData(nameof(BackboneRows.Golden), MemberType = typeof(BackboneRows))]
    public void Logits_OfFormulaWeights_EqualPyTorchs(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Golden golden = Golden.Read(name);
        using Backbone model = Published(golden);
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
        using Backbone model = Published(golden);
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
        using Backbone model = Published(golden);
        FormulaTensor.RaiseNorms(model);
        Settle(model);

        Tensor logits = model.call(FormulaTensor.Pictures(golden.Batch, 2, golden.BatchSide));
        (logits * FormulaTensor.Even("gradient", logits.shape)).sum().backward();

        (string Name, Parameter Parameter)[] parameters = Sorted(model);
        double[][] expected = [.. golden.Gradients.Chunk(3)];
        double largest = expected.Max(gradient => gradient[0]);
        Assert.Equal(expected.Length, parameters.Length);
        foreach (((string parameterName, Parameter parameter), double[] gradient) in parameters.Zip(expected))
        {
            double[] actual = Fingerprint(parameterName, parameter);
            if (gradient[0] <= Zero * largest)
            {
                Assert.True(actual[0] <= RoundedZero * largest, $"{parameterName}: the gradient is {actual[0]:g3} instead of 0.");
                continue;
            }

            double difference = gradient
                .Zip(actual)
                .Max(pair => Math.Abs(pair.First - pair.Second) / Math.Max(Math.Abs(pair.First), gradient[0]));
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
        using Backbone model = Published(golden);
        using Backbone frozen = model.FrozenCopy(float32);
        using IDisposable noGradients = no_grad();

        double[] logits = Numbers(frozen.call(FormulaTensor.Pictures("picture", 1, golden.Side)));

        Assert.InRange(Golden.Difference(golden.Logits, Every(2, logits)), 0, Tolerance);
    }

    [Fact]
    public void ForwardHead_OfAPublishedSqueezeNet_IsRefused()
    {
        using Backbone model = Published(Golden.Read("squeezenet1_0"));
        using Tensor features = zeros(1, 512);

        Assert.Throws<InvalidOperationException>(() => model.ForwardHead(features));
    }

    // As its weights are published. SqueezeNet gets its original head by reading them from a file.
    private static Backbone Published(Golden golden)
    {
        string name = golden.Name;
        Backbone model = BackboneRegistry.Create(name, 1000);
        FormulaTensor.Fill(model, golden);
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
        return
        [
            Math.Sqrt(gradient.Sum(value => (double)value * value)),
            FormulaTensor.Product(name + ".direction0", gradient),
            FormulaTensor.Product(name + ".direction1", gradient),
        ];
    }

    private static IEnumerable<double> Every(int step, double[] numbers) => numbers.Where((_, i) => i % step == 0);

    private static double[] Numbers(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. tensor.detach().to(float64).cpu().contiguous().data<double>()];
    }
}
