using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Training.Pretraining;
using TransferWeb.Training.Pretraining.Distillation;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Tests.Pretraining;

/// <summary>The weights that come with the program.</summary>
public sealed class MiniWeightsTests
{
    private const string Name = "transferweb_mini";
    private static readonly string Weights = Path.Combine(AppContext.BaseDirectory, "manifests", $"{Name}.safetensors");

    [Fact]
    public void File_BesideTheProgram_IsSmallAndSaysHowItWasMade()
    {
        using WeightFile file = WeightFile.Open(Weights);
        DistillReport report = Report();

        Assert.InRange(new FileInfo(Weights).Length, 1, 6_000_000);
        Assert.Equal(report.Command, file.Metadata["command"]);
        Assert.StartsWith("./run pretrain --distill mobilenet_v2", report.Command, StringComparison.Ordinal);
        Assert.Contains($" --seed {report.Seed} ", report.Command, StringComparison.Ordinal);
        Assert.Equal((report.Steps * 64L, 64), (report.Crops, report.TeacherSha256.Length));
    }

    [Fact]
    public void File_BesideTheProgram_HoldsFiltersIn16BitsAndNoHead()
    {
        using WeightFile file = WeightFile.Open(Weights);

        Assert.All(
            file.Tensors.Values.Where(tensor => tensor.Shape.Count == 4),
            tensor => Assert.Equal(WeightType.Float16, tensor.Type)
        );
        Assert.DoesNotContain(file.Tensors.Keys, name => name.StartsWith("fc.", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Features_OnTheSample_BeatRandomOnesByTheRecordedMargin()
    {
        TransferBenefit recorded = Report().Benefits.Single(benefit => benefit.Data == "sample");
        using Backbone model = BackboneRegistry.Create(Name, BackboneRegistry.PublishedClasses(Name));
        using (WeightFile file = WeightFile.Open(Weights))
        {
            BackboneRegistry.LoadPretrained(model, file);
        }

        TransferBenefit measured = Assert.Single(TransferProbe.Measure(model, [], seed: 1));

        Assert.Equal(recorded.Pretrained, measured.Pretrained, tolerance: 0.03);
        Assert.InRange(measured.Pretrained, 0.85, 1);
        Assert.InRange(measured.Pretrained - measured.Random, 0.4, 1);
    }

    private static DistillReport Report()
    {
        string path = Path.Combine(TestData.Root, "src", "TransferWeb.Vision", "manifests", $"{Name}.pretraining.json");
        return JsonSerializer.Deserialize<DistillReport>(File.ReadAllText(path), TransferWebJson.File)!;
    }
}
