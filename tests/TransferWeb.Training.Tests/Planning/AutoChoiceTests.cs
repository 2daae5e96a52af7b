using TransferWeb.Core.Runs;
using TransferWeb.Training.Planning;

namespace TransferWeb.Training.Tests.Planning;

public sealed class AutoChoiceTests
{
    private static readonly RunSpec Asked = new()
    {
        Data = new DataSpec { Folder = "pictures" },
        Backbone = "resnet18",
        Freezing = FreezePolicy.Auto,
    };

    private static readonly double[] AllButTheLast = [1, 1, 1, 1, 0.1];

    [Fact]
    public void Make_ClassWithFewPictures_TrainsTheHeadOnly()
    {
        (RunSpec spec, string reason) = AutoChoice.Make(Asked, Facts() with { SmallestClass = 9 });

        Assert.Equal(FreezePolicy.HeadOnly, spec.Freezing);
        Assert.Contains("only 9 pictures", reason, StringComparison.Ordinal);
        Assert.Empty(RunSpecValidator.Validate(spec));
    }

    [Fact]
    public void Make_FeaturesThatSeparateAlready_TrainsTheHeadOnly()
    {
        RunSpec asked = Asked with
        {
            Training = new TrainingSpec
            {
                Mixup = 0.2,
                EmaDecay = 0.9,
                Dropout = 0.5,
                FindLearningRate = true,
            },
        };

        (RunSpec spec, string reason) = AutoChoice.Make(asked, Facts() with { HeadAccuracy = 0.995 });

        Assert.Equal(FreezePolicy.HeadOnly, spec.Freezing);
        Assert.Contains("hardly better", reason, StringComparison.Ordinal);
        Assert.Empty(RunSpecValidator.Validate(spec));
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.2, 0.3, 1, 2 }, "LastStages(2)")]
    [InlineData(new[] { 1, 0.9, 0.8, 0.9, 1 }, "HeadThenFull")]
    [InlineData(new[] { 0.1, 1, 0.1, 0.1, 0.5 }, "Custom(layer1, layer4)")]
    public void Make_GradientsOfStages_TrainsThoseWithLargeOnes(double[] gradients, string policy)
    {
        (RunSpec spec, string reason) = AutoChoice.Make(Asked, Facts(gradients) with { TrainPictures = 1000 });

        Assert.Equal(policy, spec.Freezing.ToString());
        Assert.Equal(12, spec.Training.Epochs);
        Assert.Contains("for 12 rounds", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("fit well", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_FeaturesThatDoNotFit_TrainsEverythingWhateverTheGradients()
    {
        (RunSpec spec, string reason) = AutoChoice.Make(Asked, Facts([4, 0.1, 0.1, 0.1, 0.1]) with { HeadAccuracy = 0.7 });

        Assert.Equal(FreezePolicy.HeadThenFull, spec.Freezing);
        Assert.Null(spec.Training.StageRates);
        Assert.StartsWith("Everything is trained, for 16 rounds: ", reason, StringComparison.Ordinal);
        Assert.Contains("so the features do not fit and much has to change", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 1, 0.9, 0.8, 0.9, 1 }, 999, "LastStages(1)")]
    [InlineData(new[] { 1, 0.9, 0.8, 0.9, 0.2 }, 999, "Custom(stem, layer1, layer2, layer3)")]
    [InlineData(new[] { 1, 0.9, 0.8, 0.9, 1 }, 1000, "HeadThenFull")]
    public void Make_FewPicturesThatTheFeaturesFit_TrainsTheLastStageWhereItWantsToChange(
        double[] gradients,
        int pictures,
        string policy
    )
    {
        (RunSpec spec, _) = AutoChoice.Make(Asked, Facts(gradients) with { TrainPictures = pictures });

        Assert.Equal(policy, spec.Freezing.ToString());
    }

    [Fact]
    public void Make_FewPicturesThatTheFeaturesFit_SaysWhy()
    {
        (RunSpec spec, string reason) = AutoChoice.Make(Asked, Facts());

        Assert.Equal(12, spec.Training.Epochs);
        Assert.Null(spec.Training.LearningRate);
        Assert.Contains("for 12 rounds", reason, StringComparison.Ordinal);
        Assert.Contains("the features fit well", reason, StringComparison.Ordinal);
        Assert.Contains(
            "90 %",
            reason.Replace('\u00a0', ' ').Replace("90%", "90 %", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Make_GradientsOfStages_LetsEachLearnAtItsShareOfTheLargest()
    {
        (RunSpec spec, _) = AutoChoice.Make(Asked, Facts([0.1, 1, 0.1, 2, 4]) with { TrainPictures = 1000 });

        Assert.Equal(
            new StageRates(new StageRate("layer1", 0.25), new StageRate("layer3", 0.5), new StageRate("layer4", 1)),
            spec.Training.StageRates
        );
    }

    [Fact]
    public void Make_LittleTime_FreezesTheEarlierStagesUntilFourRoundsFit()
    {
        // An epoch costs 10 s forwards, 4 s of checking, and 8 s for each stage the gradients go down.
        AutoFacts facts = Facts([1, 1, 1, 1, 1]) with
        {
            HeadAccuracy = 0.7,
            Epoch = new EpochCost(10, 40, 4),
            SecondsLeft = 130,
        };

        (RunSpec spec, string reason) = AutoChoice.Make(Asked, facts);

        Assert.Equal(FreezePolicy.LastStages(2), spec.Freezing);
        Assert.Equal(130 / 30, spec.Training.Epochs);
        Assert.Contains("30 s of the 2 min 10 s left, so earlier stages stay frozen", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_NoTime_TrainsTheHeadOnly()
    {
        AutoFacts facts = Facts() with { Epoch = new EpochCost(10, 40, 4), SecondsLeft = 50 };

        (RunSpec spec, string reason) = AutoChoice.Make(Asked, facts);

        Assert.Equal(FreezePolicy.HeadOnly, spec.Freezing);
        Assert.Contains("too short", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_SettingsOfAPerson_Stay()
    {
        RunSpec asked = Asked with
        {
            Training = new TrainingSpec { Epochs = 3, LearningRate = 0.02 },
        };

        (RunSpec spec, _) = AutoChoice.Make(asked, Facts());

        Assert.Equal(3, spec.Training.Epochs);
        Assert.Equal(0.02, spec.Training.LearningRate);
    }

    [Theory]
    [InlineData(0.79, 1e-3, 16)]
    [InlineData(0.8, 1e-4, 12)]
    public void Make_FewPicturesThatTheFeaturesDoNotFit_LearnsFasterAndForLonger(double head, double rate, int epochs)
    {
        (RunSpec spec, _) = AutoChoice.Make(
            Asked,
            Facts(AllButTheLast) with
            {
                TrainPictures = 300,
                Batches = 10,
                HeadAccuracy = head,
            }
        );

        Assert.Equal(rate, spec.Training.LearningRate!.Value, 9);
        Assert.Equal(epochs, spec.Training.Epochs);
    }

    [Theory]
    [InlineData(999, 8, 1e-4, 12)]
    [InlineData(1000, 8, 2e-4, 12)]
    [InlineData(5000, 80, 2e-4, 7)]
    [InlineData(50000, 1500, 2e-4, 6)]
    public void Make_MorePictures_LearnsFasterAndInFewerRounds(int pictures, int batches, double rate, int epochs)
    {
        (RunSpec spec, _) = AutoChoice.Make(Asked, Facts(AllButTheLast) with { TrainPictures = pictures, Batches = batches });

        Assert.Equal(rate, spec.Training.LearningRate!.Value, 9);
        Assert.Equal(epochs, spec.Training.Epochs);
    }

    private static AutoFacts Facts(params double[] gradients) =>
        new(
            TrainPictures: 244,
            SmallestClass: 121,
            Batches: 8,
            HeadAccuracy: 0.9,
            [
                .. (gradients.Length == 0 ? [1, 1, 1, 1, 1] : gradients).Zip(
                    ["stem", "layer1", "layer2", "layer3", "layer4"],
                    (share, name) => new StageRate(name, share)
                ),
            ],
            new EpochCost(10, 20, 4),
            SecondsLeft: null
        );
}
