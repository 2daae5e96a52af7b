using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Web.Components.Pages.NewRun;
using TransferWeb.Web.Tests.Fakes;

namespace TransferWeb.Web.Tests.Components;

public sealed class NewRunModelTests
{
    private static readonly DeviceInfo Cpu = new("cpu", "CPU, 2 cores", 16_000_000_000, 60, null);

    private static NewRunModel Model(NewRunState? state = null, DatasetDetails? dataset = null, params BackboneOffer[] offers) =>
        new(state ?? new(), dataset ?? Samples.Dataset(), offers.Length == 0 ? [Samples.Offer()] : offers, [Cpu]);

    [Fact]
    public void Offer_NothingChosen_IsTheMostAccurateOneHeldHere()
    {
        NewRunModel model = Model(
            offers:
            [
                Samples.Offer("squeezenet1_0", top1: 0.58),
                Samples.Offer("big", held: false, download: 100, top1: 0.9),
                Samples.Offer(),
            ]
        );

        Assert.Equal("resnet18", model.Backbone!.Name);
    }

    [Fact]
    public void Strategy_FewPictures_RecommendsTheHead()
    {
        Assert.Equal("head", Model(dataset: Samples.Dataset(perClass: 40)).Strategy);
    }

    [Fact]
    public void Strategy_ManyUnusualPictures_RecommendsTheLastStage()
    {
        Assert.Equal("last:1", Model(dataset: Samples.Dataset(perClass: 200)).Strategy);
    }

    [Theory]
    [InlineData(NewRunStep.Model)]
    [InlineData(NewRunStep.Freezing)]
    [InlineData(NewRunStep.Training)]
    public void Accept_NothingChosen_TakesTheRecommendationAsTheAnswer(NewRunStep step)
    {
        NewRunModel model = Model();
        Assert.Null(model.Answer(step));

        NewRunModel accepted = model with { State = model.Accept(step) };

        Assert.NotNull(accepted.Answer(step));
        Assert.Equal(model.Spec, accepted.Spec);
    }

    [Theory]
    [InlineData(DatasetStatus.Checking, "still being checked")]
    [InlineData(DatasetStatus.Unusable, "only one class")]
    [InlineData(DatasetStatus.Empty, "no pictures yet")]
    public void Obstacle_PicturesNotReady_SaysWhy(DatasetStatus status, string why)
    {
        NewRunModel model = Model(dataset: Samples.Dataset(status: status));

        Assert.Contains(why, model.Obstacle(NewRunStep.Pictures), StringComparison.Ordinal);
        Assert.Contains(why, model.Obstacle(NewRunStep.Review), StringComparison.Ordinal);
    }

    [Fact]
    public void Obstacle_WeightsNowhere_SaysSo()
    {
        NewRunModel model = Model(new() { Backbone = "lost" }, offers: [Samples.Offer("lost", held: false), Samples.Offer()]);

        Assert.Contains("not on this computer", model.Obstacle(NewRunStep.Model), StringComparison.Ordinal);
    }

    [Fact]
    public void Obstacle_NetworkWithoutPretrainedWeights_SaysSo()
    {
        BackboneOffer plain = new(
            Samples.Manifest("plain", top1: null) with
            {
                PretrainedOn = null,
                WeightsLicence = null,
            },
            null,
            null
        );
        NewRunModel model = Model(new() { Backbone = "plain" }, offers: [plain, Samples.Offer()]);

        Assert.Contains("no pretrained weights", model.Obstacle(NewRunStep.Model), StringComparison.Ordinal);
        Assert.Contains("from scratch", model.Obstacle(NewRunStep.Model), StringComparison.Ordinal);
    }

    [Fact]
    public void Obstacle_SettingOutOfRange_IsTheValidatorsSentence()
    {
        NewRunModel model = Model(new() { Training = new TrainingSpec { Epochs = -3 } });

        Assert.Contains("-3", model.Obstacle(NewRunStep.Training), StringComparison.Ordinal);
        Assert.Contains("-3", model.Obstacle(NewRunStep.Review), StringComparison.Ordinal);
    }

    [Fact]
    public void Seconds_MoreIsTrained_TakesLonger()
    {
        NewRunModel model = Model();

        Assert.True(model.SecondsWith("head") < model.SecondsWith("last:1"));
        Assert.True(model.SecondsWith("last:1") < model.SecondsWith("full"));
    }

    [Fact]
    public void Seconds_DeviceNotMeasuredYet_IsUnknown() => Assert.Null((Model() with { Devices = [] }).SecondsWith("head"));
}
