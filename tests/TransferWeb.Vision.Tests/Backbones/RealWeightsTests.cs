using System.Text.Json;
using TorchSharp;
using TransferWeb.Core.Models;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Imaging;
using TransferWeb.Vision.Weights;
using static TorchSharp.torch;

namespace TransferWeb.Tests.Backbones;

/// <summary>Real ImageNet weights on real photographs of ants and bees, decoded and resized by our own pipeline.</summary>
[Trait("Category", "Slow")]
public sealed class RealWeightsTests
{
    private const int Ant = 310;
    private const int Bee = 309;
    private const int BatchSize = 32;

    // What Debian's torchvision 0.14 gives with Pillow on the same files.
    [Theory]
    [InlineData("resnet18", "resnet18_in1k_from_pq-624db316.pth", 0.6952, 0.8967)]
    [InlineData("mobilenet_v2", "mobilenet_v2_in1k_from_tflite-3298d1b6.pth", 0.7053, 0.8917)]
    [InlineData("squeezenet1_0", "squeezenet1_0_in1k_from_dc-be6d9ff3.pth", 0.5844, 0.8463)]
    public void AntsAndBees_AreRecognised_AsOftenAsByTorchvision(string name, string weights, double top1, double top5)
    {
        string folder = TestData.Shared("datasets", "hymenoptera");
        using Backbone model = BackboneRegistry.Create(name, 1000);
        using (WeightFile file = WeightFile.Open(TestData.Shared("weights", weights)))
        {
            Assert.True(BackboneRegistry.LoadPretrained(model, file));
        }

        model.eval();
        using Backbone frozen = model.FrozenCopy(float32);
        (string Path, int Class)[] pictures =
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(path => !path.EndsWith(".gif", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => (path, Path.GetFileName(Path.GetDirectoryName(path)) == "ants" ? Ant : Bee)),
        ];
        int first = 0;
        int amongFive = 0;
        foreach ((string Path, int Class)[] batch in pictures.Chunk(BatchSize))
        {
            (int right, int near) = Count(frozen, batch);
            first += right;
            amongFive += near;
        }

        Assert.Equal(397, pictures.Length);
        Assert.Equal(top1, first / 397.0, tolerance: 0.01);
        Assert.Equal(top5, amongFive / 397.0, tolerance: 0.01);
    }

    [Theory]
    [InlineData("resnet18", "resnet18_in1k_from_pq-624db316.pth")]
    [InlineData("mobilenet_v2", "mobilenet_v2_in1k_from_tflite-3298d1b6.pth")]
    [InlineData("squeezenet1_0", "squeezenet1_0_in1k_from_dc-be6d9ff3.pth")]
    public void Features_OfFiftyPictures_EqualTorchvisions(string name, string weights)
    {
        FeatureGolden golden = FeatureGolden.Read();
        string folder = TestData.Shared("datasets", "hymenoptera");
        using Backbone model = BackboneRegistry.Create(name, 1000);
        using (WeightFile file = WeightFile.Open(TestData.Shared("weights", weights)))
        {
            BackboneRegistry.LoadPretrained(model, file);
        }

        model.eval();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        string[] paths = [.. golden.Pictures.Select(picture => Path.Combine(folder, picture))];
        Tensor features = cat([.. paths.Chunk(10).Select(batch => model.ForwardFeatures(Load(model.Manifest, batch)))])
            .to(float64);
        long width = features.shape[1];
        Tensor rows = stack([FormulaTensor.Even("features0", width), FormulaTensor.Even("features1", width)], 0).to(float64);
        Tensor norms = features.square().sum(dim: 1, keepdim: true).sqrt();
        double[] found = [.. cat([norms, features.matmul(rows.transpose(0, 1))], 1).contiguous().data<double>()];

        Assert.Equal(golden.Features[name].Length, found.Length);
        foreach ((double[] expected, double[] actual) in golden.Features[name].Chunk(3).Zip(found.Chunk(3)))
        {
            Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max() / expected[0], 0, 1e-4);
        }
    }

    private static (int First, int AmongFive) Count(Backbone model, (string Path, int Class)[] batch)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (_, Tensor best) = model.call(Load(model.Manifest, [.. batch.Select(row => row.Path)])).topk(5, dim: 1);
        long[] guesses = [.. best.contiguous().data<long>()];
        int first = batch.Where((row, i) => guesses[i * 5] == row.Class).Count();
        int amongFive = batch.Where((row, i) => guesses.AsSpan(i * 5, 5).Contains(row.Class)).Count();
        return (first, amongFive);
    }

    // Normalised pictures [count,3,S,S].
    private static Tensor Load(BackboneManifest manifest, string[] paths)
    {
        using DisposeScope scope = NewDisposeScope();
        ImageTransform transform = ImageTransform.For(manifest);
        byte[] pixels = new byte[paths.Length * transform.ResultBytes];
        for (int i = 0; i < paths.Length; i++)
        {
            using DecodedPicture picture = PictureDecoder.Decode(paths[i]);
            transform.Apply(picture, pixels.AsSpan(i * transform.ResultBytes, transform.ResultBytes));
        }

        int side = manifest.InputSize;
        Tensor shares = tensor(pixels, [paths.Length, side, side, 3]).to(float32) / 255;
        Tensor normal = (shares - tensor([.. manifest.Mean], dtype: float32)) / tensor([.. manifest.Std], dtype: float32);
        return normal.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    // As fixtures/golden/make_feature_goldens.py writes and explains it.
    private sealed record FeatureGolden(string[] Pictures, Dictionary<string, double[]> Features)
    {
        public static FeatureGolden Read() =>
            JsonSerializer.Deserialize<FeatureGolden>(
                File.ReadAllText(TestData.Fixture("golden", "features.json")),
                JsonSerializerOptions.Web
            )!;
    }
}
