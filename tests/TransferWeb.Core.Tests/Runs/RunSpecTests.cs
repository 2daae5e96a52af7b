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
    [InlineData("auto")]
    [InlineData("cpu")]
    [InlineData("cuda:3")]
    [InlineData("cpu,cpu")]
    [InlineData("cuda:0, cuda:1")]
    public void Validate_DevicesThatCanShareARun_FindsNothing(string device) =>
        Assert.Empty(RunSpecValidator.Validate(Good with { Device = device }));

    [Theory]
    [InlineData("", "is not known")]
    [InlineData("cuda:x", "is not known")]
    [InlineData("cuda:0,cuda:0", "cannot share a run")]
    [InlineData("cpu,cuda:0", "cannot share a run")]
    [InlineData("auto,auto", "cannot share a run")]
    [InlineData("cpu,", "cannot share a run")]
    public void Validate_OtherDevices_SaysWhatCanBeNamed(string device, string words)
    {
        RunSpecError error = Assert.Single(RunSpecValidator.Validate(Good with { Device = device }));
        Assert.Equal("device", error.Field);
        Assert.Contains(words, error.Message);
    }

    [Theory]
    [InlineData("head")]
    [InlineData("last:2")]
    [InlineData("gradual")]
    [InlineData("full")]
    [InlineData("lp-ft")]
    [InlineData("custom:layer3,layer4")]
    [InlineData("scratch")]
    [InlineData("auto")]
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
    [InlineData("custom:")]
    [InlineData("custom:layer1,,layer2")]
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

    [Theory]
    [InlineData("HeadOnly", "head")]
    [InlineData("Full", "full")]
    [InlineData("Gradual", "gradual")]
    [InlineData("HeadThenFull", "lp-ft")]
    [InlineData("Auto", "auto")]
    public void Json_PolicyOfEachKind_ReadsAndWritesTheSame(string kind, string word)
    {
        string json = $"{{\"kind\":\"{kind}\"}}";
        FreezePolicy policy = JsonSerializer.Deserialize<FreezePolicy>(json, TransferWebJson.Line)!;

        Assert.Equal(word, TrainingStrategy.Format(policy));
        Assert.Equal(json, JsonSerializer.Serialize(policy, TransferWebJson.Line));
    }

    [Fact]
    public void Json_CustomPolicy_ReadsBackEqual()
    {
        FreezePolicy policy = FreezePolicy.Custom("layer2", "layer4");
        string json = JsonSerializer.Serialize(policy, TransferWebJson.Line);

        Assert.Equal("{\"kind\":\"Custom\",\"stages\":[\"layer2\",\"layer4\"]}", json);
        Assert.Equal(policy, JsonSerializer.Deserialize<FreezePolicy>(json, TransferWebJson.Line));
        Assert.NotEqual(policy, FreezePolicy.Custom("layer2"));
    }

    [Theory]
    [InlineData("CropAndFlip", AugmentationKind.Light)]
    [InlineData("cropAndFlip", AugmentationKind.Light)]
    [InlineData("none", AugmentationKind.None)]
    [InlineData("Strong", AugmentationKind.Strong)]
    public void Json_Augmentation_ReadsTodaysNamesAndTheFirst(string name, AugmentationKind expected)
    {
        TrainingSpec read = JsonSerializer.Deserialize<TrainingSpec>($"{{\"augmentation\":\"{name}\"}}", TransferWebJson.Line)!;

        Assert.Equal(expected, read.Augmentation);
    }

    [Fact]
    public void Json_UnknownAugmentation_IsRefusedWithTheNames()
    {
        JsonException refused = Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<TrainingSpec>("{\"augmentation\":\"wild\"}", TransferWebJson.Line)
        );

        Assert.Contains("None, Light, Medium, Strong", refused.Message);
    }

    [Fact]
    public void Json_TrainingWithEverySetting_ReadsBackEqual()
    {
        TrainingSpec training = new()
        {
            FindLearningRate = true,
            BackboneRateShare = 0.1,
            LayerDecay = 0.75,
            StageRates = new StageRates(new StageRate("layer4", 1), new StageRate("layer3", 0.25)),
            GradientClip = 2,
            Dropout = 0.3,
            LabelSmoothing = 0.1,
            ClassBalance = ClassBalance.Sampling,
            Mixup = 0.2,
            CutMix = 1,
            EmaDecay = 0.99,
            Patience = 4,
            BudgetSeconds = 600,
            Augmentation = AugmentationKind.Medium,
        };
        string json = JsonSerializer.Serialize(training, TransferWebJson.Line);

        Assert.Contains("\"stageRates\":{\"layer4\":1,\"layer3\":0.25}", json);
        Assert.Equal(training, JsonSerializer.Deserialize<TrainingSpec>(json, TransferWebJson.Line));
    }

    [Fact]
    public void Validate_BadMethods_ReportsEachWithItsField()
    {
        RunSpec bad = Good with
        {
            Freezing = FreezePolicy.Custom(),
            Training = new TrainingSpec
            {
                BackboneRateShare = 0,
                LayerDecay = 1.5,
                StageRates = new StageRates(new StageRate("layer4", 0)),
                GradientClip = -1,
                Dropout = 0.95,
                LabelSmoothing = 0.6,
                Mixup = -1,
                CutMix = 9,
                EmaDecay = 1,
                Patience = -1,
                BudgetSeconds = 0,
            },
        };

        Assert.Equal(
            [
                "freezing.stages",
                "training.backboneRateShare",
                "training.layerDecay",
                "training.gradientClip",
                "training.dropout",
                "training.labelSmoothing",
                "training.mixup",
                "training.cutMix",
                "training.emaDecay",
                "training.patience",
                "training.budgetSeconds",
                "training.stageRates",
            ],
            RunSpecValidator.Validate(bad).Select(e => e.Field)
        );
    }

    [Fact]
    public void Validate_MethodsThatAHeadAloneHasNoUseFor_SaysSo()
    {
        RunSpec spec = Good with
        {
            Training = new TrainingSpec
            {
                FindLearningRate = true,
                Mixup = 0.2,
                EmaDecay = 0.9,
            },
        };

        Assert.Equal(
            ["training.findLearningRate", "training.mixup", "training.dropout"],
            RunSpecValidator.Validate(spec).Select(e => e.Field)
        );
        Assert.Empty(RunSpecValidator.Validate(spec with { Freezing = FreezePolicy.HeadThenFull }));
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
