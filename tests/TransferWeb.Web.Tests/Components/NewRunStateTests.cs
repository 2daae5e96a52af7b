using TransferWeb.Core;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Runs;
using TransferWeb.Web.Components.Pages.NewRun;
using TransferWeb.Web.Tests.Fakes;

namespace TransferWeb.Web.Tests.Components;

public sealed class NewRunStateTests
{
    private static readonly NewRunState Everything = new()
    {
        UseCase = "waste",
        Dataset = DatasetId.New(),
        Backbone = "resnet18",
        Strategy = "last:2",
        Preset = "best",
        Name = "Bins & lids, 2 / 3",
        Training = new TrainingSpec
        {
            Epochs = 7,
            BatchSize = 16,
            LearningRate = 0.00025,
            Optimizer = OptimizerKind.Sgd,
            WeightDecay = 0.001,
            WarmupShare = 0.2,
            InputSize = 192,
            Augmentation = AugmentationKind.Strong,
            Seed = 42,
            FindLearningRate = true,
            BackboneRateShare = 0.3,
            LayerDecay = 0.7,
            GradientClip = 2,
            Dropout = 0.25,
            LabelSmoothing = 0.1,
            ClassBalance = ClassBalance.Sampling,
            Mixup = 0.2,
            CutMix = 0.5,
            EmaDecay = 0.999,
            Patience = 4,
            BudgetSeconds = 90,
        },
    };

    [Fact]
    public void Address_EveryAnswer_IsReadBackTheSame()
    {
        string address = Everything.Address(NewRunStep.Review);

        Assert.StartsWith("/new/review?", address, StringComparison.Ordinal);
        Assert.Equal(Everything, NewRunState.Parse("http://localhost:5080" + address));
    }

    [Fact]
    public void Address_NothingAnswered_HasNoQuery()
    {
        Assert.Equal("/new/use-case", new NewRunState().Address(NewRunStep.UseCase));
        Assert.Equal(new NewRunState(), NewRunState.Parse("http://localhost:5080/new/use-case"));
    }

    [Theory]
    [InlineData(
        "?use=nonsense&data=12&train=sideways&epochs=many&rate=NaN&optimizer=9&vary=spin&seed=x&find=perhaps&balance=1&minutes=soon&patience=-"
    )]
    [InlineData("?use=&data=&net=&train=last:0&preset=")]
    public void Parse_WhatIsNotUnderstood_CountsAsNotAnswered(string query) =>
        Assert.Equal(new NewRunState(), NewRunState.Parse("http://localhost:5080/new/model" + query));

    [Fact]
    public void ChangedSettings_CountsOnlyWhatDiffers()
    {
        Assert.Equal(0, new NewRunState().ChangedSettings);
        Assert.Equal(SettingFields.All.Count, Everything.ChangedSettings);
    }

    [Fact]
    public void SettingFields_EachGuide_HasOne()
    {
        Assert.Equal(
            SettingGuides.All.Select(g => g.Key).Order(StringComparer.Ordinal),
            SettingFields.All.Select(f => f.Key).Order(StringComparer.Ordinal)
        );
        Assert.Distinct(SettingFields.All.Select(f => f.Query));
        Assert.Empty(SettingFields.All.Select(f => f.Query).Intersect(["use", "data", "net", "train", "preset", "name"]));
    }

    [Fact]
    public void SettingFields_Emptied_AreAsUsual() =>
        Assert.All(
            SettingFields.All.Where(f => f.Options.Count == 0),
            field => Assert.False(field.IsChanged(field.Change(Everything.Training, "")!))
        );

    [Fact]
    public void ToSpec_Answers_MakeTheRun()
    {
        RunSpec spec = Everything.ToSpec(Samples.Manifest(), "last:2", "Bins");

        Assert.Equal(FreezePolicy.LastStages(2), spec.Freezing);
        Assert.Equal(WeightStart.Pretrained, spec.Start);
        Assert.Equal(("Bins", "resnet18", "waste"), (spec.Name, spec.Backbone, spec.UseCase));
        Assert.Equal(Everything.Training, spec.Training);
        Assert.Empty(RunSpecValidator.Validate(spec));
    }

    [Theory]
    [InlineData("quick", 33)]
    [InlineData("balanced", null)]
    [InlineData(null, null)]
    [InlineData("best", 250)]
    public void ToSpec_Preset_SetsTheRoundsOrLeavesThemOpen(string? preset, int? epochs)
    {
        RunSpec spec = new NewRunState { Preset = preset }.ToSpec(Samples.Manifest(), "head", "run");

        Assert.Equal(epochs, spec.Training.Epochs);
    }

    [Theory]
    [InlineData("pictures", NewRunStep.Pictures)]
    [InlineData("review", NewRunStep.Review)]
    [InlineData(null, NewRunStep.UseCase)]
    [InlineData("elsewhere", NewRunStep.UseCase)]
    public void ParseStep_Slug_GivesTheStep(string? slug, NewRunStep step) => Assert.Equal(step, NewRunSteps.Parse(slug));
}
