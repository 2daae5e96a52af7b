using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.ModelCards;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Tests.ModelCards;

public sealed class ModelCardWriterTests
{
    private const string NotBetter = "is not better than always saying the commonest class";

    [Fact]
    public void Card_OfAGoodModel_SaysHowFarToTrustIt()
    {
        string card = ModelCardWriter.Write(Facts(hits: 95, checkedPictures: 100, commonest: 0.5));

        Assert.Contains("**95.0 % right** on 100 pictures it never learnt from", card, StringComparison.Ordinal);
        Assert.Contains("88.8 % to 97.8 %, 95 % Wilson interval", card, StringComparison.Ordinal);
        Assert.Contains("would be right for 50.0 %", card, StringComparison.Ordinal);
        Assert.DoesNotContain(NotBetter, card, StringComparison.Ordinal);
        Assert.Contains("a little too good", card, StringComparison.Ordinal);
        Assert.Contains("Seed: 7", card, StringComparison.Ordinal);
        Assert.Contains("transferweb train run.json", card, StringComparison.Ordinal);
        Assert.Contains("`abcd`", card, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50, 0.5)]
    [InlineData(40, 0.5)]
    public void Card_OfAModelNoBetterThanTheCommonestClass_SaysSo(int hits, double commonest)
    {
        Assert.Contains(NotBetter, ModelCardWriter.Write(Facts(hits, 100, commonest)), StringComparison.Ordinal);
    }

    [Fact]
    public void Card_OfAnUncertainAdvantage_SaysSo()
    {
        string card = ModelCardWriter.Write(Facts(hits: 6, checkedPictures: 10, commonest: 0.5));

        Assert.Contains("it is not certain that this model is better", card, StringComparison.Ordinal);
        Assert.DoesNotContain(NotBetter, card, StringComparison.Ordinal);
    }

    [Fact]
    public void Card_WithMarkupInNames_ShowsItAsText()
    {
        string card = ModelCardWriter.Write(
            Facts(90, 100, 0.5) with
            {
                Spec = Spec() with { Name = "# <script>|alert(1)|</script>\n[x](javascript:y)" },
            }
        );

        Assert.DoesNotContain("<script>", card, StringComparison.Ordinal);
        Assert.DoesNotContain("](javascript", card, StringComparison.Ordinal);
        Assert.StartsWith("# \\# \\<script\\>\\|alert\\(1\\)", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Card_FromScratch_ClaimsNoPretraining()
    {
        CardFacts facts = Facts(90, 100, 0.5);

        string card = ModelCardWriter.Write(
            facts with
            {
                Spec = facts.Spec with { Start = WeightStart.Scratch, Freezing = FreezePolicy.Full },
                WeightsSha256 = null,
            }
        );

        Assert.Contains("trained from random weights", card, StringComparison.Ordinal);
        Assert.DoesNotContain("pretrained", card, StringComparison.OrdinalIgnoreCase);
    }

    private static RunSpec Spec() =>
        new()
        {
            Name = "Insects",
            Data = new DataSpec { Folder = "pictures" },
            Backbone = "resnet18",
            Training = new TrainingSpec
            {
                Epochs = 30,
                LearningRate = 1e-3,
                WeightDecay = 1e-4,
                InputSize = 224,
                Seed = 7,
            },
        };

    private static CardFacts Facts(int hits, int checkedPictures, double commonest)
    {
        string[] classes = ["ants", "bees"];
        EvaluationReport report = new()
        {
            Split = Split.Validation,
            Classes = classes,
            Images = checkedPictures,
            AccuracyTop1 = (double)hits / checkedPictures,
            AccuracyInterval = ClassificationMetrics.WilsonInterval(hits, checkedPictures),
            F1Macro = 0.9,
            Loss = 0.1,
            CommonestClass = new Baseline("ants", commonest),
            PerClass = [new ClassReport("ants", 0.9, 0.9, 0.9, 50), new ClassReport("bees", 0.9, 0, 0.9, 0)],
            ConfusionMatrix = [],
            Predictions = [],
        };
        Sample[] samples =
        [
            new("ants/1.jpg", "ants", Split.Train, "", 1, 1, 1),
            new("bees/1.jpg", "bees", Split.Validation, "", 1, 1, 1),
        ];
        return new CardFacts(
            Spec(),
            BackboneRegistry.Find("resnet18"),
            "abcd",
            new TrainingData("pictures", classes, samples),
            report,
            ValidationAccuracy: 0.95,
            BestEpoch: 12,
            DurationSeconds: 3.2,
            DateTimeOffset.UnixEpoch
        );
    }
}
