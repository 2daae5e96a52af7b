using System.Globalization;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Planning;

/// <summary>
/// Chooses from measurements. Which stages learn, and how fast, follows their relative gradient norms (Auto-RGN: Lee et al., "Surgical Fine-Tuning Improves Adaptation to
/// Distribution Shifts", 2023); whether any do, and for how long, follows the number of pictures, how well the frozen features already separate them, and the time. Where they
/// separate them well and pictures are few, the last stage is adapted before any other: it is the most specific one (Yosinski et al., "How transferable are features in deep neural
/// networks?", 2014), and nothing before it has to be computed backwards. Where they do not separate them, everything is trained.
/// </summary>
public static class AutoChoice
{
    /// <summary>With fewer pictures in a class, more than a head would learn them by heart.</summary>
    public const int FewestPictures = 10;

    /// <summary>From this share right on, there is nothing left that the held-back pictures could show.</summary>
    public const double GoodEnough = 0.99;

    /// <summary>Below this share right, the frozen features do not fit these pictures: there is little to protect in them and much to learn.</summary>
    public const double WideGap = 0.8;

    /// <summary>Stages below this share of the largest relative gradient stay frozen.</summary>
    public const double Threshold = 0.25;

    /// <summary>Over a wide gap, how many times faster than usual stages learn: about as fast as from random weights.</summary>
    private const double FasterOverWideGap = 5;

    private const int FewestEpochs = 4;
    private const int MostEpochs = 12;
    private const int MostEpochsOverWideGap = 16;
    private const int WantedSteps = 600;
    private const int ManyPictures = 1000;

    /// <summary>The spec with what was chosen in it, and why, in one sentence. What a person has set stays.</summary>
    public static (RunSpec Spec, string Reason) Make(RunSpec asked, AutoFacts facts)
    {
        string known = $"a head on the frozen features is right for {Say.Percent(facts.HeadAccuracy)} of the held-back pictures";
        if (facts.SmallestClass < FewestPictures)
        {
            return HeadOnly(
                asked,
                $"the smallest class has only {Say.Count(facts.SmallestClass, "picture")}, and training more would learn them by heart"
            );
        }

        if (facts.HeadAccuracy >= GoodEnough)
        {
            return HeadOnly(asked, $"{known}, which training more could hardly better");
        }

        int stages = facts.Gradients.Count;
        List<int> chosen = Fitting(facts, WithLargeGradients(facts.Gradients));
        bool cut = false;
        while (chosen.Count > 0 && facts.SecondsLeft < FewestEpochs * facts.Epoch.DownTo(chosen[0], stages))
        {
            chosen.RemoveAt(0);
            cut = true;
        }

        return chosen.Count == 0
            ? HeadOnly(asked, $"{known}, and the time left is too short to train more ({Limit(facts, stages - 1)})")
            : FineTune(asked, facts, chosen, known, cut);
    }

    private static (RunSpec, string) HeadOnly(RunSpec asked, string because) =>
        (
            asked with
            {
                Freezing = FreezePolicy.HeadOnly,

                // A head on stored features has no use for these.
                Training = asked.Training with
                {
                    Mixup = 0,
                    CutMix = 0,
                    Dropout = null,
                    EmaDecay = 0,
                    FindLearningRate = false,
                    StageRates = null,
                },
            },
            $"Only the head is trained: {because}."
        );

    private static (RunSpec, string) FineTune(RunSpec asked, AutoFacts facts, List<int> chosen, string known, bool cut)
    {
        int stages = facts.Gradients.Count;
        string[] names = [.. chosen.Select(i => facts.Gradients[i].Stage)];
        double seconds = facts.Epoch.DownTo(chosen[0], stages);
        int epochs = asked.Training.Epochs ?? Epochs(facts, seconds);
        TrainingSpec training = asked.Training with
        {
            Epochs = epochs,
            LearningRate = asked.Training.LearningRate ?? Rate(asked.Training.Optimizer, facts, chosen),
            StageRates = asked.Training.StageRates ?? (HasWideGap(facts) ? null : ByGradient(facts.Gradients, chosen)),
        };
        FreezePolicy policy =
            chosen.Count == stages ? FreezePolicy.HeadThenFull
            : chosen[0] == stages - chosen.Count ? FreezePolicy.LastStages(chosen.Count)
            : FreezePolicy.Custom(names);
        string what =
            chosen.Count == stages
                ? "Everything is trained"
                : $"{Say.List(["The head", .. names], names.Length + 1)} are trained";
        string gap =
            cut ? ""
            : HasWideGap(facts) ? ", so the features do not fit and much has to change"
            : HasNarrowGap(facts) ? ", so the features fit well and little has to change"
            : "";
        string time = facts.SecondsLeft is null
            ? ""
            : $"; {Limit(facts, chosen[0])}{(cut ? ", so earlier stages stay frozen" : "")}";
        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{what}, for {Say.Count(epochs, "round")}: {known}{gap}, and of the {Say.Count(facts.TrainPictures, "picture")}' gradients those of {facts.Gradients.MaxBy(g => g.Share)!.Stage} are the largest for its weights{time}."
        );
        return (asked with { Freezing = policy, Training = training }, reason);
    }

    /// <summary>Each stage learns at its gradient's share of the largest.</summary>
    private static StageRates ByGradient(IReadOnlyList<StageRate> gradients, List<int> chosen)
    {
        double largest = gradients.Max(g => g.Share);
        return new([.. chosen.Select(i => gradients[i] with { Share = Math.Round(gradients[i].Share / largest, 3) })]);
    }

    private static List<int> WithLargeGradients(IReadOnlyList<StageRate> gradients)
    {
        double largest = gradients.Max(g => g.Share);
        return
        [
            .. Enumerable
                .Range(0, gradients.Count)
                .Where(i => gradients[i].Share > 0 && gradients[i].Share >= Threshold * largest),
        ];
    }

    /// <summary>
    /// The stages that want to change, but for two cases: all where the features do not fit, as gradients only tell which is the first to change; and the last alone where that is
    /// enough, for few pictures that the features fit.
    /// </summary>
    private static List<int> Fitting(AutoFacts facts, List<int> wanting) =>
        HasWideGap(facts) ? [.. Enumerable.Range(0, facts.Gradients.Count)]
        : HasNarrowGap(facts) && wanting.Contains(facts.Gradients.Count - 1) ? [facts.Gradients.Count - 1]
        : wanting;

    private static bool HasNarrowGap(AutoFacts facts) => facts.TrainPictures < ManyPictures && !HasWideGap(facts);

    private static bool HasWideGap(AutoFacts facts) => facts.HeadAccuracy < WideGap;

    private static int Epochs(AutoFacts facts, double seconds)
    {
        int most = HasWideGap(facts) ? MostEpochsOverWideGap : MostEpochs;
        int wanted = Math.Clamp(WantedSteps / Math.Max(1, facts.Batches), FewestEpochs + 2, most);
        return facts.SecondsLeft is { } left ? Math.Clamp((int)(left / seconds), 1, wanted) : wanted;
    }

    /// <summary>
    /// Features that do not fit have much to learn, and fast. Few pictures could spoil features that fit them well, so several stages get half the rate; the last alone has little
    /// to spoil and learns as it usually does (null).
    /// </summary>
    private static double? Rate(OptimizerKind optimizer, AutoFacts facts, List<int> chosen)
    {
        double rate = optimizer == OptimizerKind.Sgd ? 0.005 : 2e-4;
        return HasWideGap(facts) ? rate * FasterOverWideGap
            : !HasNarrowGap(facts) ? rate
            : chosen.Count == 1 && chosen[0] == facts.Gradients.Count - 1 ? null
            : rate / 2;
    }

    private static string Limit(AutoFacts facts, int stage) =>
        $"a round takes {Say.Duration(facts.Epoch.DownTo(stage, facts.Gradients.Count))} of the {Say.Duration(facts.SecondsLeft ?? 0)} left";
}
