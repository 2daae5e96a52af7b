using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Guidance;

/// <summary>A recommended policy and one sentence why.</summary>
public sealed record FreezeRecommendation(FreezePolicy Policy, string Why);

/// <summary>Answers the question people get stuck on: which layers to freeze.</summary>
public static class FreezeAdvice
{
    /// <summary>From so many pictures a class on, adapting the last stages pays where the pictures are unlike everyday photographs.</summary>
    private const int EnoughForLastStage = 150;

    /// <summary>From so many pictures a class on, adapting everything pays.</summary>
    private const int EnoughForAll = 1500;

    /// <summary>A first result should not take longer.</summary>
    private const double PatienceSeconds = 20 * 60;

    /// <summary>Recommends a policy.</summary>
    /// <param name="picturesPerClass">Pictures of the smallest class.</param>
    /// <param name="distance">How far the pictures are from everyday photographs.</param>
    /// <param name="seconds">Estimates a policy's time, in seconds.</param>
    public static FreezeRecommendation Recommend(
        int picturesPerClass,
        SourceDistance distance,
        Func<FreezePolicy, double> seconds
    )
    {
        if (picturesPerClass < EnoughForLastStage)
        {
            return new(
                FreezePolicy.HeadOnly,
                $"With {Say.Count(picturesPerClass, "picture")} in the smallest class, training more than the head would soon learn them by heart."
            );
        }

        if (distance == SourceDistance.Near)
        {
            return new(
                FreezePolicy.HeadOnly,
                "Your pictures resemble the photographs the network has learnt from, so what it already sees will serve."
            );
        }

        FreezePolicy wish = picturesPerClass >= EnoughForAll ? FreezePolicy.HeadThenFull : FreezePolicy.LastStages(1);
        if (seconds(wish) > PatienceSeconds)
        {
            return new(
                FreezePolicy.HeadOnly,
                $"Training more would take {Say.About(seconds(wish))} here. Start with the head; go on if that is not good enough."
            );
        }

        return new(
            wish,
            wish is HeadThenFullPolicy
                ? "There are enough pictures to adapt the whole network to them."
                : "Your pictures may differ from everyday photographs, and there are enough of them to adapt the last stage."
        );
    }

    /// <summary>The risk of learning by heart, in words.</summary>
    /// <param name="policy">What is trained.</param>
    /// <param name="fromScratch">Whether the weights start at random.</param>
    /// <param name="picturesPerClass">Pictures of the smallest class.</param>
    public static string Risk(FreezePolicy policy, bool fromScratch, int picturesPerClass) =>
        (policy, picturesPerClass) switch
        {
            (_, < 1000) when fromScratch => "Very high: without a pretrained start this needs thousands of pictures a class.",
            _ when fromScratch => "High: nothing is known before, so everything must come from your pictures.",
            (HeadOnlyPolicy, _) => "Low: only the last layer can adapt.",
            (AutoPolicy, _) => "Low: what is trained is chosen by measuring on your pictures.",
            (LastStagesPolicy or CustomPolicy, < EnoughForLastStage) =>
                "Noticeable: few pictures for the weights that are trained.",
            (LastStagesPolicy or CustomPolicy, _) => "Low to moderate.",
            (_, < EnoughForLastStage) => "High: many weights are trained on few pictures.",
            (_, < EnoughForAll) => "Moderate: watch the two curves drift apart.",
            _ => "Low to moderate: there are many pictures.",
        };
}
