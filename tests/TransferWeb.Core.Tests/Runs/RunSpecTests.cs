using System.Text.Json;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Tests.Runs;

public class RunSpecTests
{
    private static RunSpec Good { get; } =
        new()
        {
            Name = "Waste, first try",
            Backbone = "resnet18",
            Data = new DataSpec { Folder = "pictures" },
        };

    [Fact]
    public void Validate_GoodSpec_FindsNothing() => Assert.Empty(RunSpecValidator.Validate(Good));

    [Fact]
    public void Validate_ManyFaults_ReportsEachWithItsField()
    {
        RunSpec bad = Good with
        {
            Version = 99,
            Name = " ",
            Backbone = "",
            Device = "toaster",
            Start = WeightStart.Scratch,
            Data = new DataSpec
            {
                Folder = "",
                ValidationShare = 0.9,
                TestShare = double.NaN,
            },
            Training = new TrainingSpec
            {
                Epochs = -3,
                BatchSize = 0,
                LearningRate = 0,
                InputSize = 8,
                WarmupShare = 2,
                WeightDecay = -1,
            },
        };
        string[] fields = [.. RunSpecValidator.Validate(bad).Select(e => e.Field)];
        Assert.Equal(
            [
                "version",
                "name",
                "backbone",
                "device",
                "data.folder",
                "data.validationShare",
                "data.testShare",
                "freezing",
                "training.epochs",
                "training.batchSize",
                "training.inputSize",
                "training.warmupShare",
                "training.weightDecay",
                "training.learningRate",
            ],
            fields
        );
    }

    [Fact]
    public void Validate_NegativeEpochs_SaysValueAndRange()
    {
        RunSpecError error = Assert.Single(RunSpecValidator.Validate(Good with { Training = new TrainingSpec { Epochs = -3 } }));
        Assert.Equal("The number of rounds (epochs) is -3. It must be from 1 to 1000.", error.Message);
    }

    [Theory]
    [InlineData("head")]
    [InlineData("last:2")]
    [InlineData("full")]
    [InlineData("scratch")]
    public void Strategy_EachWord_ReadsBack(string word)
    {
        var (freezing, start) = TrainingStrategy.Parse(word)!.Value;
        Assert.Equal(word, TrainingStrategy.Format(Good with { Freezing = freezing, Start = start }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("last")]
    [InlineData("last:0")]
    [InlineData("last:-1")]
    [InlineData("HEAD")]
    public void Strategy_OtherWords_AreRefused(string word) => Assert.Null(TrainingStrategy.Parse(word));

    [Fact]
    public void Json_RoundTrip_KeepsEverything()
    {
        RunSpec spec = Good with { Freezing = FreezePolicy.LastStages(2), Name = "Añil 藍" };
        string json = JsonSerializer.Serialize(spec, TransferWebJson.Line);
        Assert.Contains("\"kind\":\"LastStages\"", json);
        Assert.Equal(spec, JsonSerializer.Deserialize<RunSpec>(json, TransferWebJson.Line));
    }

    [Fact]
    public void Json_CompletedEvent_HasDiscriminatorAndCamelCase()
    {
        RunEvent completed = new RunCompleted(0.95, Core.Metrics.Split.Validation, 244, 153, 0, 0.95, 0.94, 3, 12.5, "out");
        string json = JsonSerializer.Serialize(completed, TransferWebJson.Line);
        Assert.StartsWith("{\"event\":\"RunCompleted\",\"accuracyTop1\":0.95", json);
        Assert.Equal(completed, JsonSerializer.Deserialize<RunEvent>(json, TransferWebJson.Line));
    }
}
