using Bunit;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Web.Components.Pages.NewRun;
using TransferWeb.Web.Tests.Fakes;

namespace TransferWeb.Web.Tests.Components;

public sealed class WizardTests : PageTest
{
    private IRenderedComponent<NewRunPage> At(NewRunStep step, NewRunState state)
    {
        GoTo(state.Address(step));
        return Render<NewRunPage>(p => p.Add(x => x.Slug, step.Slug()));
    }

    [Fact]
    public void UseCase_NoneChosen_CannotGoOnAndSaysWhy()
    {
        IRenderedComponent<NewRunPage> page = At(NewRunStep.UseCase, new());

        Assert.True(page.Find(TestId("continue")).HasAttribute("disabled"));
        Assert.Contains("Choose what it is for", page.Find(TestId("continue-reason")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void UseCase_Chosen_StandsInTheAddressAndContinueNamesIt()
    {
        IRenderedComponent<NewRunPage> page = At(NewRunStep.UseCase, new());

        page.Find(TestId("use-case-waste")).Click();

        Assert.Equal("/new/use-case?use=waste", Address);
        Assert.Contains("Sort waste", page.Find(TestId("continue")).TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find(TestId("use-case-waste")).GetAttribute("aria-checked"));
    }

    [Fact]
    public void Pictures_DataSetGiven_ShowsItsClassesSplitAndFindings()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset(perClass: 15));

        IRenderedComponent<NewRunPage> page = At(NewRunStep.Pictures, new() { UseCase = "own", Dataset = set.Id });

        Assert.Equal(4, page.FindAll(TestId("class-row")).Count);
        Assert.Contains("48 learnt from", page.Markup, StringComparison.Ordinal);
        Assert.Contains("few of", page.Find(TestId("finding")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_StillChecked_FollowsTheCheckToItsEnd()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset(status: DatasetStatus.Checking));

        IRenderedComponent<NewRunPage> page = At(NewRunStep.Pictures, new() { UseCase = "own", Dataset = set.Id });

        page.WaitForAssertion(() =>
            Assert.Contains("240 pictures", page.Find(TestId("continue")).TextContent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Pictures_Unusable_SaysWhyAndKeepsTheDropZone()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset(status: DatasetStatus.Unusable));

        IRenderedComponent<NewRunPage> page = At(NewRunStep.Pictures, new() { Dataset = set.Id });

        Assert.Contains("only one class", page.Find(TestId("dataset-problem")).TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find(TestId("drop-zone")));
        Assert.True(page.Find(TestId("continue")).HasAttribute("disabled"));
    }

    [Fact]
    public void Model_AnotherChosen_ForgetsTheFreezingOfTheOther()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset());
        IRenderedComponent<NewRunPage> page = At(NewRunStep.Model, new() { Dataset = set.Id, Strategy = "last:2" });

        page.Find(TestId("backbone-resnet18")).Click();

        Assert.Contains("net=resnet18", Address, StringComparison.Ordinal);
        Assert.DoesNotContain("train=", Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, "head")]
    [InlineData(4, "last%3A1")]
    [InlineData(0, "lp-ft")]
    public void Freezing_SliderMoved_FreezesSoManyStagesFromTheFirst(int frozen, string strategy)
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset());
        IRenderedComponent<NewRunPage> page = At(NewRunStep.Freezing, new() { Dataset = set.Id, Strategy = "last:2" });

        page.Find(TestId("freeze-slider")).Change(frozen.ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Contains($"train={strategy}", Address, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(frozen, page.FindAll(".network-stage:not(.trained)").Count);
    }

    [Fact]
    public void Freezing_FrozenStageClicked_TrainsItAndAllAfter()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset());
        IRenderedComponent<NewRunPage> page = At(NewRunStep.Freezing, new() { Dataset = set.Id, Strategy = "head" });

        page.Find(TestId("stage-3")).Click();

        Assert.Contains("train=last%3A2", Address, StringComparison.OrdinalIgnoreCase);
        page.Find(TestId("stage-3")).Click();
        Assert.Contains("train=last%3A1", Address, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Training_SettingOutOfRange_IsSaidBesideTheFieldAndStopsContinue()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset());
        IRenderedComponent<NewRunPage> page = At(NewRunStep.Training, new() { Dataset = set.Id, Strategy = "last:1" });

        page.Find(TestId("setting-learningRate")).Change("20");

        Assert.Contains("at most 10", page.Find("#setting-learningRate-problem").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find(TestId("continue")).HasAttribute("disabled"));
    }

    [Fact]
    public void Training_EachSettingChanged_ReachesTheRun()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset());
        NewRunState state = new()
        {
            UseCase = "own",
            Dataset = set.Id,
            Backbone = "resnet18",
            Strategy = "full",
        };
        IRenderedComponent<NewRunPage> page = At(NewRunStep.Training, state);
        (string Key, string Text)[] changes =
        [
            ("dropout", "0,4"),
            ("labelSmoothing", "0.1"),
            ("classBalance", "Sampling"),
            ("mixup", "0.2"),
            ("cutMix", "1"),
            ("emaDecay", "0.99"),
            ("layerDecay", "0.65"),
            ("backboneRateShare", "0.2"),
            ("gradientClip", "5"),
            ("patience", "6"),
            ("budgetSeconds", "2.5"),
            ("findLearningRate", "True"),
            ("warmupShare", "0.3"),
            ("augmentation", "Strong"),
        ];
        foreach ((string key, string text) in changes)
        {
            page.Find(TestId($"setting-{key}")).Change(text);
        }

        Assert.Contains("14 changes", page.Find(TestId("training-advanced")).TextContent, StringComparison.Ordinal);
        page = At(NewRunStep.Review, NewRunState.Parse("http://localhost" + Address));
        Assert.Contains(
            "Stop after 6 rounds in a row without a better one, or before a round that would end after 2 min 30 s.",
            page.Find(TestId("recipe")).TextContent,
            StringComparison.Ordinal
        );
        page.Find(TestId("start-run")).Click();

        Assert.Equal(
            new TrainingSpec
            {
                Dropout = 0.4,
                LabelSmoothing = 0.1,
                ClassBalance = ClassBalance.Sampling,
                Mixup = 0.2,
                CutMix = 1,
                EmaDecay = 0.99,
                LayerDecay = 0.65,
                BackboneRateShare = 0.2,
                GradientClip = 5,
                Patience = 6,
                BudgetSeconds = 150,
                FindLearningRate = true,
                WarmupShare = 0.3,
                Augmentation = AugmentationKind.Strong,
            },
            Assert.Single(Runs.Enqueued).Training
        );
    }

    [Fact]
    public void Training_SettingThatNoLongerApplies_StaysInSightWhileItIsChanged()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset());
        NewRunState state = new()
        {
            Dataset = set.Id,
            Strategy = "head",
            Training = new() { CutMix = 1 },
        };
        IRenderedComponent<NewRunPage> page = At(NewRunStep.Training, state);
        Assert.True(page.Find(TestId("continue")).HasAttribute("disabled"));

        page.Find(TestId("setting-cutMix")).Change("0");

        Assert.Empty(page.FindAll(TestId("setting-cutMix")));
        Assert.False(page.Find(TestId("continue")).HasAttribute("disabled"));
    }

    [Fact]
    public void Training_OfAHeadOnly_AsksForNoStepSize()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset());
        IRenderedComponent<NewRunPage> page = At(NewRunStep.Training, new() { Dataset = set.Id, Strategy = "head" });

        Assert.Empty(page.FindAll(TestId("setting-learningRate")));
        Assert.Single(page.FindAll(TestId("setting-inputSize")));
    }

    [Fact]
    public void Training_NotANumber_IsSaidAndNothingChanges()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset());
        IRenderedComponent<NewRunPage> page = At(NewRunStep.Training, new() { Dataset = set.Id });
        string before = Address;

        page.Find(TestId("setting-epochs")).Change("many");

        Assert.Contains("“many” is not a number", page.Find("#setting-epochs-problem").TextContent, StringComparison.Ordinal);
        Assert.Equal(before, Address);
    }

    [Fact]
    public void Review_Started_QueuesTheRecipeAndOpensTheRun()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset());
        IRenderedComponent<NewRunPage> page = At(
            NewRunStep.Review,
            new()
            {
                UseCase = "surface-defects",
                Dataset = set.Id,
                Backbone = "resnet18",
                Strategy = "last:2",
            }
        );
        Assert.Contains("the last 2 of 5 stages and the head", page.Find(TestId("recipe")).TextContent, StringComparison.Ordinal);

        page.Find(TestId("start-run")).Click();

        RunSpec spec = Assert.Single(Runs.Enqueued);
        Assert.Equal(FreezePolicy.LastStages(2), spec.Freezing);
        Assert.Equal("Surfaces with ResNet-18", spec.Name);
        Assert.StartsWith("/runs/", Address, StringComparison.Ordinal);
    }

    [Fact]
    public void Review_Refused_SaysWhyAndStays()
    {
        DatasetDetails set = Datasets.Add(Samples.Dataset());
        IRenderedComponent<NewRunPage> page = At(NewRunStep.Review, new() { Dataset = set.Id });
        Runs.Problem = "The disk is full. Make room and try again.";

        page.Find(TestId("start-run")).Click();

        Assert.Contains("The disk is full.", page.Find(TestId("error")).TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/new/review", Address, StringComparison.Ordinal);
    }
}
