using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Guidance;

/// <summary>What an experienced colleague would say on looking at the curves after a round.</summary>
public static class Commentary
{
    /// <summary>After so many rounds without a better one, that is said.</summary>
    private const int Patience = 5;

    /// <summary>Over so many rounds the curves must drift apart before that is said.</summary>
    private const int DriftRounds = 3;

    /// <summary>A remark on the newest round, or null where there is nothing new to say.</summary>
    /// <param name="rounds">All rounds so far, in order.</param>
    public static string? On(IReadOnlyList<EpochCompleted> rounds)
    {
        if (rounds.Count == 0)
        {
            return null;
        }

        EpochCompleted newest = rounds[^1];
        int best = BestIndex(rounds);
        int since = rounds.Count - 1 - best;
        if (rounds.Count == 1)
        {
            return $"First round done: {Say.Percent(newest.ValidationAccuracy)} right on pictures it never saw.";
        }

        if (newest.ValidationAccuracy >= 1 && newest.IsBest)
        {
            return $"Round {newest.Epoch}: all held-back pictures right. With few of them that comes easily.";
        }

        if (newest.IsBest && newest.ValidationAccuracy - PreviousBest(rounds) >= 0.01)
        {
            return $"Round {newest.Epoch}: {Say.Percent(newest.ValidationAccuracy)} right, the best so far.";
        }

        if (since > 0 && since % Patience == 0)
        {
            return $"No better round for {since} rounds. Round {rounds[best].Epoch} with {Say.Percent(rounds[best].ValidationAccuracy)} is the one that is kept.";
        }

        return StartsToDrift(rounds)
            ? "The error still falls on the pictures it learns from but rises on the others: it begins to learn by heart. The best round is kept."
            : null;
    }

    private static int BestIndex(IReadOnlyList<EpochCompleted> rounds)
    {
        int best = 0;
        for (int i = 1; i < rounds.Count; i++)
        {
            if (rounds[i].IsBest)
            {
                best = i;
            }
        }

        return best;
    }

    private static double PreviousBest(IReadOnlyList<EpochCompleted> rounds) =>
        rounds.Take(rounds.Count - 1).Max(r => r.ValidationAccuracy);

    /// <summary>True in the first round in which the drift has lasted long enough, so that it is said once.</summary>
    private static bool StartsToDrift(IReadOnlyList<EpochCompleted> rounds) =>
        Drifting(rounds, rounds.Count - 1) && !Drifting(rounds, rounds.Count - 2);

    private static bool Drifting(IReadOnlyList<EpochCompleted> rounds, int last)
    {
        if (last < DriftRounds)
        {
            return false;
        }

        for (int i = last - DriftRounds + 1; i <= last; i++)
        {
            bool apart = rounds[i].TrainLoss < rounds[i - 1].TrainLoss && rounds[i].ValidationLoss > rounds[i - 1].ValidationLoss;
            if (!apart)
            {
                return false;
            }
        }

        return true;
    }
}
