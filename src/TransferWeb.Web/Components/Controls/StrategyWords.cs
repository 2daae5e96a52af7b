using TransferWeb.Core.Guidance;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Controls;

/// <summary>The strategy's word in a run's row (see <see cref="TrainingStrategy"/>) as a person reads it.</summary>
public static class StrategyWords
{
    /// <summary><c>only the head</c>, <c>last 2 stages</c>, <c>everything</c>, <c>stage by stage</c>, <c>from scratch</c>.</summary>
    public static string Of(string strategy) =>
        TrainingStrategy.Parse(strategy) switch
        {
            (_, WeightStart.Scratch) => "from scratch",
            (HeadOnlyPolicy, _) => "only the head",
            (LastStagesPolicy { Stages: 1 }, _) => "last stage",
            (LastStagesPolicy last, _) => $"last {last.Stages} stages",
            (GradualPolicy, _) => "stage by stage",
            (HeadThenFullPolicy, _) => "everything",
            (FullPolicy, _) => "everything at once",
            (CustomPolicy custom, _) => Say.List(custom.Stages),
            (AutoPolicy, _) => "chosen by measuring",
            _ => strategy,
        };
}
