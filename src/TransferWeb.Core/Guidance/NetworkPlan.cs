using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Guidance;

/// <summary>One block of the drawing of a network.</summary>
/// <param name="Name">The stage's display name.</param>
/// <param name="Parameters">Its weights; for the head, those of the new one.</param>
/// <param name="IsTrained">Whether the policy trains it.</param>
/// <param name="IsHead">Whether it is the new head, which is always trained.</param>
public sealed record PlannedStage(string Name, long Parameters, bool IsTrained, bool IsHead);

/// <summary>Which parts of a network a policy trains, for drawing and counting before any weight is read.</summary>
public static class NetworkPlan
{
    /// <summary>The stages from the input to the new head under the policy.</summary>
    /// <param name="backbone">The network.</param>
    /// <param name="policy">What is trained.</param>
    /// <param name="classes">Number of classes of the new head, 0 or more.</param>
    public static IReadOnlyList<PlannedStage> Draw(BackboneManifest backbone, FreezePolicy policy, int classes)
    {
        IReadOnlyList<BackboneStage> stages = backbone.Stages;
        long head = ((long)backbone.FeatureDimensions + 1) * classes;
        return
        [
            .. stages.Select(
                (s, i) => new PlannedStage(s.Name, s.Parameters, IsTrained(policy, s.Name, i, stages.Count), IsHead: false)
            ),
            new PlannedStage("Head", head, IsTrained: true, IsHead: true),
        ];
    }

    /// <summary>Whether the policy trains a stage at any time of the run.</summary>
    /// <param name="policy">What is trained.</param>
    /// <param name="name">The stage's name.</param>
    /// <param name="index">Its place, from the input on.</param>
    /// <param name="stages">Number of stages.</param>
    public static bool IsTrained(FreezePolicy policy, string name, int index, int stages) =>
        policy is CustomPolicy custom
            ? custom.Stages.Contains(name, StringComparer.Ordinal)
            : index >= stages - TrainedStages(policy, stages);

    /// <summary>How many stages beside the head the policy trains.</summary>
    public static int TrainedStages(FreezePolicy policy, int stages) =>
        policy switch
        {
            HeadOnlyPolicy => 0,
            LastStagesPolicy last => Math.Min(last.Stages, stages),
            CustomPolicy custom => Math.Min(custom.Stages.Count, stages),
            _ => stages,
        };

    /// <summary>The policy that trains the head and so many stages from the last on: the inverse of <see cref="TrainedStages"/>.</summary>
    public static FreezePolicy PolicyFor(int trained, int stages) =>
        trained <= 0 ? FreezePolicy.HeadOnly
        : trained >= stages ? FreezePolicy.HeadThenFull
        : FreezePolicy.LastStages(trained);

    /// <summary>Number of weights the policy trains.</summary>
    public static long TrainedParameters(IReadOnlyList<PlannedStage> stages) =>
        stages.Where(s => s.IsTrained).Sum(s => s.Parameters);
}
