using TransferWeb.Core.Guidance;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Tests.Guidance;

/// <summary>The lists a person chooses from.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public void UseCases_EachKey_IsFoundAndUnique()
    {
        Assert.Equal(UseCases.All.Count, UseCases.All.Select(u => u.Key).Distinct().Count());
        Assert.All(UseCases.All, u => Assert.Same(u, UseCases.Find(u.Key)));
        Assert.Null(UseCases.Find("nonsense"));
        Assert.NotNull(UseCases.Find(UseCases.SampleKey));
    }

    [Fact]
    public void Glossary_EachTerm_IsOneSentence()
    {
        Assert.Equal(Glossary.All.Count, Glossary.All.Select(t => t.Key).Distinct().Count());
        Assert.All(Glossary.All, t => Assert.EndsWith(".", t.Sentence, StringComparison.Ordinal));
        Assert.All(Glossary.All, t => Assert.DoesNotContain(". ", t.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void SettingGuides_ForAHead_LeaveOutWhatASolverDoesNotAsk()
    {
        Assert.Equal(
            ["epochs", "labelSmoothing", "inputSize", "classBalance", "seed"],
            SettingGuides.For(Networks.Spec(FreezePolicy.HeadOnly)).Select(g => g.Key)
        );
        Assert.Equal(SettingGuides.All, SettingGuides.For(Networks.Spec(FreezePolicy.Full)));
    }

    [Fact]
    public void SettingGuides_EachFieldOfASpec_HasAGuideWithATermOrAReasonForNone()
    {
        HashSet<string> fields =
        [
            .. typeof(TrainingSpec).GetProperties().Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]),
        ];

        Assert.All(SettingGuides.All, g => Assert.NotNull(Glossary.Find(g.TermKey)));
        string[] accountedFor = [.. SettingGuides.All.Select(g => g.Key), .. SettingGuides.NotAsked.Keys];
        Assert.Distinct(accountedFor);
        Assert.Equal(fields.Order(StringComparer.Ordinal), accountedFor.Order(StringComparer.Ordinal));
        Assert.All(SettingGuides.NotAsked.Values, reason => Assert.EndsWith(".", reason, StringComparison.Ordinal));
    }

    [Fact]
    public void SettingGuides_Groups_StandTogether()
    {
        string[] groups = [.. SettingGuides.All.Select(g => g.Group)];

        Assert.Equal(groups.Distinct().Count(), 1 + groups.Skip(1).Zip(groups).Count(pair => pair.First != pair.Second));
    }

    [Theory]
    [InlineData("quick", 4)]
    [InlineData("balanced", null)]
    [InlineData("best", 30)]
    public void Presets_Applied_ScaleTheStrategysRounds(string preset, int? epochs)
    {
        RunSpec spec = TrainingPresets.Apply(Networks.Spec(FreezePolicy.Full), TrainingPresets.Find(preset), Networks.ResNet18);

        Assert.Equal(epochs, spec.Training.Epochs);
    }

    [Fact]
    public void Presets_OwnRounds_AreKept()
    {
        RunSpec spec = Networks.Spec(FreezePolicy.Full) with { Training = new TrainingSpec { Epochs = 7 } };

        Assert.Equal(7, TrainingPresets.Apply(spec, TrainingPresets.Find("best"), Networks.ResNet18).Training.Epochs);
    }

    [Fact]
    public void Backbones_Ranked_HeldBeforeFetchedBeforeMissingThenByAccuracy()
    {
        IReadOnlyList<BackboneOffer> ranked = BackboneAdvice.Rank([
            Networks.Offer("missing", 100, 0.9, held: false),
            Networks.Offer("mini", 100, null),
            Networks.Offer("fetched", 100, 0.8, held: false, download: 5),
            Networks.Offer("good", 100, 0.7),
        ]);

        Assert.Equal(["good", "mini", "fetched", "missing"], ranked.Select(o => o.Manifest.Name));
    }

    [Fact]
    public void Backbones_Ranked_HeavyOnesComeAfterThoseForAnyComputer()
    {
        BackboneOffer[] offers =
        [
            Networks.Offer("transformer", 17_000, 0.85),
            Networks.Offer("allRounder", 1_800, 0.7),
            Networks.Offer("fetchedHeavy", 8_000, 0.84, held: false, download: 5),
            Networks.Offer("fetchedLight", 400, 0.77, held: false, download: 5),
        ];

        Assert.Equal(
            ["allRounder", "transformer", "fetchedLight", "fetchedHeavy"],
            BackboneAdvice.Rank(offers).Select(o => o.Manifest.Name)
        );
        Assert.Contains("no graphics card", BackboneAdvice.Shortlist(offers)[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Backbones_ThatLearnFromScratchOnly_AreLastAndNeverSuggested()
    {
        BackboneOffer plain = Networks.Offer("plain", 1, null, held: false);
        BackboneOffer[] offers =
        [
            plain with
            {
                Manifest = plain.Manifest with { PretrainedOn = null, WeightsLicence = null },
            },
            Networks.Offer("missing", 100, 0.9, held: false),
            Networks.Offer("mini", 100, null),
        ];

        Assert.Equal(["mini", "missing", "plain"], BackboneAdvice.Rank(offers).Select(o => o.Manifest.Name));
        Assert.Equal(["mini"], BackboneAdvice.Shortlist(offers).Select(s => s.Offer.Manifest.Name));
    }

    [Fact]
    public void Backbones_Shortlist_HasOneRecommendationAndLeavesOutWhatCannotBeHad()
    {
        IReadOnlyList<BackboneSuggestion> list = BackboneAdvice.Shortlist([
            Networks.Offer("missing", 100, 0.9, held: false),
            Networks.Offer("mini", 10, null),
            Networks.Offer("good", 100, 0.7),
        ]);

        Assert.Equal(["good", "mini"], list.Select(s => s.Offer.Manifest.Name));
        Assert.Equal([true, false], list.Select(s => s.IsRecommended));
        Assert.All(list, s => Assert.NotEmpty(s.Why));
    }
}
