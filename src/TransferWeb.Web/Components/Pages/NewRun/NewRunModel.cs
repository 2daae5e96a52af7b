using TransferWeb.Core.Guidance;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>The answers together with what is known of pictures, networks and devices: everything the wizard's steps show.</summary>
/// <param name="State">The answers.</param>
/// <param name="Dataset">The chosen pictures, once fetched.</param>
/// <param name="Offers">The networks, once fetched.</param>
/// <param name="Devices">The devices, once measured.</param>
public sealed record NewRunModel(
    NewRunState State,
    DatasetDetails? Dataset,
    IReadOnlyList<BackboneOffer> Offers,
    IReadOnlyList<DeviceInfo> Devices
)
{
    /// <summary>The use case, or the one for anything else.</summary>
    public UseCase UseCase => UseCases.Find(State.UseCase ?? Dataset?.UseCase) ?? UseCases.Own;

    /// <summary>The network, chosen or recommended; null until the networks are fetched.</summary>
    public BackboneOffer? Offer =>
        Offers.FirstOrDefault(o => o.Manifest.Name == State.Backbone)
        ?? BackboneAdvice.Rank(Offers).FirstOrDefault(o => o.IsHeld || o.DownloadBytes is not null);

    /// <summary>The network's manifest.</summary>
    public BackboneManifest? Backbone => Offer?.Manifest;

    /// <summary>Pictures learnt from.</summary>
    public int TrainPictures => Dataset?.Classes.Sum(c => c.Train) ?? 0;

    /// <summary>Pictures checked on after each round.</summary>
    public int ValidationPictures => Dataset?.Classes.Sum(c => c.Validation) ?? 0;

    /// <summary>Pictures kept for the end.</summary>
    public int TestPictures => Dataset?.Classes.Sum(c => c.Test) ?? 0;

    /// <summary>Pictures the result is measured on: those kept for the end where there are any.</summary>
    public int MeasuredPictures => TestPictures > 0 ? TestPictures : ValidationPictures;

    /// <summary>Number of classes.</summary>
    public int Classes => Dataset?.Classes.Count ?? 0;

    /// <summary>Pictures of the smallest class.</summary>
    public int SmallestClass => Dataset is { Classes.Count: > 0 } dataset ? dataset.Classes.Min(c => c.Total) : 0;

    /// <summary>Whether everything starts at random.</summary>
    public bool IsFromScratch => Strategy == "scratch";

    /// <summary>What is trained, chosen or recommended.</summary>
    public string Strategy => State.Strategy ?? RecommendedStrategy;

    /// <summary>The policy of <see cref="Strategy"/>.</summary>
    public FreezePolicy Freezing => TrainingStrategy.Parse(Strategy)!.Value.Freezing;

    /// <summary>The recommendation and its reason; null until there is a network.</summary>
    public FreezeRecommendation? FreezeRecommendation =>
        Backbone is not null
            ? FreezeAdvice.Recommend(SmallestClass, UseCase.Distance, policy => SecondsWith(Word(policy)) ?? 0)
            : null;

    /// <summary>The recommended strategy's word.</summary>
    public string RecommendedStrategy => FreezeRecommendation is { } recommendation ? Word(recommendation.Policy) : "head";

    /// <summary>The run's name, chosen or suggested.</summary>
    public string Name =>
        State.Name ?? (Dataset is null || Backbone is null ? "New run" : $"{Dataset.Name} with {Backbone.DisplayName}");

    /// <summary>The whole run; null until there is a network.</summary>
    public RunSpec? Spec => Backbone is { } backbone ? State.ToSpec(backbone, Strategy, Name) : null;

    /// <summary>The device a run is taken to by itself: the fastest.</summary>
    public DeviceInfo? Device => Devices.MaxBy(d => d.GigaMacsPerSecond);

    /// <summary>Every mistake in the settings.</summary>
    public IReadOnlyList<RunSpecError> Errors => Spec is { } spec ? RunSpecValidator.Validate(spec) : [];

    /// <summary>Estimated seconds of a run, or null while the device's rate or the pictures are not known.</summary>
    public double? Seconds(RunSpec? spec)
    {
        BackboneManifest? backbone = Offers.FirstOrDefault(o => o.Manifest.Name == spec?.Backbone)?.Manifest;
        return
            spec is not null
            && backbone is not null
            && Device is { GigaMacsPerSecond: > 0 } device
            && Dataset is { Pictures: > 0 }
            ? TimeEstimate.Seconds(spec, backbone, TrainPictures, ValidationPictures, device.GigaMacsPerSecond)
            : null;
    }

    /// <summary>Estimated seconds with another network, all else as chosen.</summary>
    public double? SecondsWith(BackboneManifest backbone) => Seconds(State.ToSpec(backbone, Strategy, Name));

    /// <summary>Estimated seconds with another strategy, all else as chosen.</summary>
    public double? SecondsWith(string strategy) =>
        Backbone is { } backbone ? Seconds(State.ToSpec(backbone, strategy, Name)) : null;

    /// <summary>Estimated seconds with another preset, all else as chosen.</summary>
    public double? SecondsWith(TrainingPreset preset) =>
        Backbone is { } backbone ? Seconds((State with { Preset = preset.Key }).ToSpec(backbone, Strategy, Name)) : null;

    /// <summary>The answer to a step, as the stepper shows it; null where it is still open.</summary>
    public string? Answer(NewRunStep step) =>
        step switch
        {
            NewRunStep.UseCase => UseCases.Find(State.UseCase)?.Title,
            NewRunStep.Pictures => Dataset is { Pictures: > 0 } dataset
                ? $"{Say.Number(dataset.Pictures)} in {Say.Count(dataset.Classes.Count, "class", "classes")}"
                : null,
            NewRunStep.Model => State.Backbone is null ? null : Backbone?.DisplayName,
            NewRunStep.Freezing => State.Strategy is { } strategy ? Controls.StrategyWords.Of(strategy) : null,
            NewRunStep.Training => State.Preset is null
                ? null
                : TrainingPresets.Find(State.Preset).Title
                    + (State.ChangedSettings == 0 ? "" : $", {Say.Count(State.ChangedSettings, "change")}"),
            _ => null,
        };

    /// <summary>Why one cannot go on from a step, or null where one can.</summary>
    public string? Obstacle(NewRunStep step) =>
        step switch
        {
            NewRunStep.UseCase => State.UseCase is null ? "Choose what it is for; “Your own question” fits anything." : null,
            NewRunStep.Pictures => PicturesObstacle(),
            NewRunStep.Model => Offer switch
            {
                null => "There is no network to choose yet.",
                { Manifest.IsScratchOnly: true } =>
                    "This network has no pretrained weights, so nothing can be transferred. Choose another, or train it from scratch on the command line.",
                { IsHeld: false, DownloadBytes: null } =>
                    "The weights of this network are not on this computer. Choose another, or import them.",
                _ => null,
            },
            NewRunStep.Training when Errors.Count > 0 => Errors[0].Message,
            NewRunStep.Review => PicturesObstacle() ?? (Errors.Count > 0 ? Errors[0].Message : null),
            _ => null,
        };

    /// <summary>The answers with this step's recommendation taken as the answer, where none was given.</summary>
    public NewRunState Accept(NewRunStep step) =>
        step switch
        {
            NewRunStep.Model => State with { Backbone = Backbone?.Name },
            NewRunStep.Freezing => State with { Strategy = Strategy },
            NewRunStep.Training => State with { Preset = TrainingPresets.Find(State.Preset).Key },
            _ => State,
        };

    /// <summary>The word of a policy on pretrained weights, as <see cref="TrainingStrategy"/> writes it.</summary>
    public static string Word(FreezePolicy policy) => TrainingStrategy.Format(policy);

    private string? PicturesObstacle() =>
        Dataset switch
        {
            null => "Add pictures first, or choose a data set you have.",
            { Status: DatasetStatus.Checking } => "The pictures are still being checked.",
            { Status: DatasetStatus.Ready } => null,
            { Status: DatasetStatus.Empty } => "This data set has no pictures yet.",
            _ => Dataset.Message ?? "These pictures cannot be trained on yet.",
        };
}
