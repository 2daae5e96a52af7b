using TorchSharp;
using TorchSharp.Modules;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Torch;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;
using static TorchSharp.torch;

namespace TransferWeb.Tests.Backbones;

/// <summary>What every backbone must do; a new one is one more row of <see cref="BackboneRows"/>.</summary>
public sealed class BackboneTests
{
    private const double Tolerance = 1e-4;
    private const int Side = 64;

    [Fact]
    public void ExpectedTensors_OfResNet18_AreTorchvisions()
    {
        IReadOnlyDictionary<string, long[]> tensors = BackboneRegistry.ExpectedTensors("resnet18");

        Assert.Equal(122, tensors.Count);
        Assert.Equal([1000, 512], tensors["fc.weight"]);
        Assert.Equal([128, 64, 1, 1], tensors["layer2.0.downsample.0.weight"]);
        Assert.Equal([], tensors["layer4.1.bn2.num_batches_tracked"]);
    }

    [Fact]
    public void Manifests_OfAllBackbones_AreTheKnownOnes() =>
        Assert.Equal(BackboneRows.All.Select(row => row.Data), BackboneRegistry.Manifests.Select(manifest => manifest.Name));

    [Fact]
    public void Find_UnknownName_SaysWhichAreKnown()
    {
        RunFailedException failure = Assert.Throws<RunFailedException>(() => BackboneRegistry.Find("resnet9000"));

        Assert.Equal(RunFailure.UnknownBackbone, failure.Failure);
        Assert.Contains("'resnet9000'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("resnet18", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BackboneRows.All), MemberType = typeof(BackboneRows))]
    public void Manifest_Stages_HoldTheModelsParameters(string name)
    {
        using Backbone model = BackboneRegistry.Create(name, BackboneRegistry.PublishedClasses(name));
        BackboneManifest manifest = model.Manifest;

        Assert.Equal(manifest.Parameters, Count(model.parameters()));
        Assert.Equal(manifest.Stages.Select(stage => stage.Name), model.Stages.Select(stage => stage.Name));
        foreach ((BackboneStage described, Stage stage) in manifest.Stages.Zip(model.Stages))
        {
            Parameter[] own = [.. stage.Modules.SelectMany(module => module.parameters())];
            IEnumerable<Parameter> named = model
                .named_parameters()
                .Where(entry =>
                    described.Prefixes.Any(prefix => (entry.name + ".").StartsWith(prefix + ".", StringComparison.Ordinal))
                )
                .Select(entry => entry.parameter);
            Assert.Equal(described.Parameters, Count(own));
            Assert.Equal(own.ToHashSet(), named.ToHashSet());
        }

        IEnumerable<Parameter> head = model
            .named_parameters()
            .Where(entry => entry.name.StartsWith(manifest.ClassifierName + ".", StringComparison.Ordinal))
            .Select(entry => entry.parameter);
        Assert.Equal(model.HeadParameters().ToHashSet(), head.ToHashSet());
        Assert.Equal(manifest.Parameters, manifest.Stages.Sum(stage => stage.Parameters) + Count(model.HeadParameters()));
    }

    [Theory]
    [MemberData(nameof(BackboneRows.LargeAreSlow), MemberType = typeof(BackboneRows))]
    public void Forward_AfterANewHead_IsFeaturesThenHead(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using Backbone model = BackboneRegistry.Create(name, 7);
        model.ResetClassifier(5);
        FillDamped(model);
        using IDisposable noGradients = no_grad();
        Tensor pictures = FormulaTensor.Pictures("picture", 2, Side);

        Tensor features = model.ForwardFeatures(pictures);
        Tensor logits = model.call(pictures);

        Assert.Equal(5, model.Classes);
        Assert.Equal([2, model.Manifest.FeatureDimensions], features.shape);
        Assert.Equal([2, 5], logits.shape);
        Assert.InRange(Golden.Difference(Numbers(model.ForwardHead(features)), Numbers(logits)), 0, 1e-5);
    }

    [Theory]
    [MemberData(nameof(BackboneRows.LargeAreSlow), MemberType = typeof(BackboneRows))]
    public void FrozenCopy_InFloat32_EqualsTheModel(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using Backbone model = BackboneRegistry.Create(name, 5);
        FillDamped(model);
        using Backbone frozen = model.FrozenCopy(float32);
        using IDisposable noGradients = no_grad();
        Tensor pictures = FormulaTensor.Pictures("picture", 2, Side);

        Assert.False(frozen.training);
        Assert.DoesNotContain(frozen.parameters(), parameter => parameter.requires_grad);
        Assert.InRange(
            Golden.Difference(Numbers(model.ForwardFeatures(pictures)), Numbers(frozen.ForwardFeatures(pictures))),
            0,
            Tolerance
        );
        Assert.InRange(Golden.Difference(Numbers(model.call(pictures)), Numbers(frozen.call(pictures))), 0, Tolerance);
    }

    // bfloat16 keeps 8 bits: 0.4 % an operation, which adds up over up to 53 layers of random weights.
    [Theory]
    [MemberData(nameof(BackboneRows.LargeAreSlow), MemberType = typeof(BackboneRows))]
    public void FrozenCopy_InBFloat16_IsWithinTenPercent(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using Backbone model = BackboneRegistry.Create(name, 5);
        FillDamped(model);
        using Backbone frozen = model.FrozenCopy(bfloat16);
        using IDisposable noGradients = no_grad();
        Tensor pictures = FormulaTensor.Pictures("picture", 1, Side);

        Tensor features = frozen.ForwardFeatures(pictures);

        Assert.Equal(ScalarType.Float32, features.dtype);
        Tensor exact = model.ForwardFeatures(pictures);
        Assert.InRange(((features - exact).norm() / exact.norm()).ToDouble(), 0, 0.1);
    }

    [Theory]
    [MemberData(nameof(BackboneRows.LargeAreSlow), MemberType = typeof(BackboneRows))]
    public void Training_InBFloat16_GivesEveryTrainedParameterAFiniteGradient(string name)
    {
        Assert.SkipUnless(Acceleration.SupportsAutocast(DeviceType.CPU, ScalarType.BFloat16), "No autocast here.");
        using DisposeScope scope = NewDisposeScope();
        using Backbone model = BackboneRegistry.Create(name, 5);
        FillDamped(model);
        model.train();

        using (Acceleration.Autocast(DeviceType.CPU, ScalarType.BFloat16))
        {
            model.call(FormulaTensor.Pictures("batch", 2, Side)).to(float32).square().sum().backward();
        }

        Assert.All(
            model.named_parameters().Where(entry => entry.name != "embeddings.mask_token"),
            entry => Assert.True(entry.parameter.grad!.isfinite().all().ToBoolean(), entry.name)
        );
    }

    [Theory]
    [MemberData(nameof(BackboneRows.LargeAreSlow), MemberType = typeof(BackboneRows))]
    public void SavedWeights_LoadedAgain_GiveTheSameLogits(string name)
    {
        using TemporaryFolder folder = new();
        using DisposeScope scope = NewDisposeScope();
        string path = folder.Combine("weights.safetensors");
        using Backbone saved = BackboneRegistry.Create(name, 5);
        FormulaTensor.Fill(saved);
        BackboneWeights.Save(saved, path);
        using Backbone same = BackboneRegistry.Create(name, 5);
        using Backbone other = BackboneRegistry.Create(name, 3);
        using WeightFile file = WeightFile.Open(path);
        Tensor pictures = FormulaTensor.Pictures("picture", 1, Side);

        Assert.True(BackboneRegistry.LoadPretrained(same, file));
        Assert.False(BackboneRegistry.LoadPretrained(other, file));
        saved.eval();
        same.eval();
        other.eval();

        using IDisposable noGradients = no_grad();
        Assert.Equal(Numbers(saved.ForwardFeatures(pictures)), Numbers(other.ForwardFeatures(pictures)));
        Assert.Equal(saved.state_dict().Keys, same.state_dict().Keys);
        Dictionary<string, Tensor> read = same.state_dict();
        Assert.All(saved.state_dict(), entry => Assert.True(entry.Value.allclose(read[entry.Key], rtol: 0, atol: 0), entry.Key));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void LoadPretrained_PublishedVgg16_LeavesItsTopOut()
    {
        using TemporaryFolder folder = new();
        using DisposeScope scope = NewDisposeScope();
        string path = folder.Combine("vgg16.safetensors");
        using Backbone published = BackboneRegistry.Create("vgg16_top", 1000);
        BackboneWeights.Save(published, path);
        using Backbone averaged = BackboneRegistry.Create("vgg16", 1000);
        BackboneManifest manifest = averaged.Manifest;
        using WeightFile file = WeightFile.Open(path);

        Assert.False(BackboneRegistry.LoadPretrained(averaged, file));
        Assert.Equal(
            "vgg16",
            BackboneRecogniser.Recognise(
                file,
                [new("vgg16", BackboneRegistry.ExpectedTensors("vgg16"), manifest.ClassifierName, manifest.LeavesOut)]
            )
        );
        Assert.All(
            published.named_parameters().Where(entry => entry.name.StartsWith("features.", StringComparison.Ordinal)),
            entry => Assert.True(averaged.get_parameter(entry.name)!.allclose(entry.parameter, rtol: 0, atol: 0), entry.name)
        );
    }

    [Fact]
    public void LoadPretrained_WeightsOfAnotherNetwork_SaysWhichTensor()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("other.safetensors");
        using (Backbone other = BackboneRegistry.Create("squeezenet1_0", 5))
        {
            BackboneWeights.Save(other, path);
        }

        using Backbone model = BackboneRegistry.Create("resnet18", 5);
        using WeightFile file = WeightFile.Open(path);
        RunFailedException failure = Assert.Throws<RunFailedException>(() => BackboneRegistry.LoadPretrained(model, file));

        Assert.Equal(RunFailure.WeightsUnusable, failure.Failure);
        Assert.Contains("other.safetensors", failure.Message, StringComparison.Ordinal);
        Assert.Contains("conv1.weight", failure.Message, StringComparison.Ordinal);
    }

    // The formula's weights with norm layers that damp: else deep networks of random weights blow rounding errors up.
    private static void FillDamped(Backbone model)
    {
        FormulaTensor.Fill(model);
        using IDisposable noGradients = no_grad();
        foreach (BatchNorm2d norm in model.modules().OfType<BatchNorm2d>())
        {
            norm.weight!.mul_(0.5).Dispose();
        }

        model.eval();
    }

    private static double[] Numbers(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. tensor.detach().to(float64).cpu().contiguous().data<double>()];
    }

    private static long Count(IEnumerable<Parameter> parameters) => parameters.Sum(parameter => parameter.numel());
}
