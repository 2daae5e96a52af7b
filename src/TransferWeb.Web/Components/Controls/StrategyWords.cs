using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Components.Controls;

/// <summary>The strategy's word in a run's row (see <see cref="TrainingStrategy"/>) as a person reads it.</summary>
public static class StrategyWords
{
    /// <summary><c>only the head</c>, <c>last 2 stages</c>, <c>everything</c>, <c>from scratch</c>.</summary>
    public static string Of(string strategy) =>
        TrainingStrategy.Parse(strategy) switch
        {
            (_, WeightStart.Scratch) => "from scratch",
            (HeadOnlyPolicy, _) => "only the head",
            (LastStagesPolicy { Stages: 1 }, _) => "last stage",
            (LastStagesPolicy last, _) => $"last {last.Stages} stages",
            (FullPolicy, _) => "everything",
            _ => strategy,
        };
}
