using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Guidance;

/// <summary>Roughly how long a run takes, from the network's multiply-adds, the number of pictures and the device's measured rate.</summary>
public static class TimeEstimate
{
    /// <summary>Pictures a second that are opened and resized, beside the network's own work.</summary>
    private const double DecodedPerSecond = 150;

    /// <summary>Starting the worker, reading weights, measuring and writing the model.</summary>
    private const double FixedSeconds = 5;

    /// <summary>A backward pass costs about two forward passes.</summary>
    private const double BackwardCost = 2;

    /// <summary>Training runs unfused and stores what the backward pass needs, so each multiply-add takes longer than in a frozen pass.</summary>
    private const double TrainingSlowdown = 1.3;

    /// <summary>What a picture costs beside the multiply-adds of its convolutions, in the same unit: activations, norms, memory traffic.</summary>
    private const double OverheadMegaMacs = 500;

    /// <summary>Rounds of a head on stored features a second, for a thousand pictures.</summary>
    private const double HeadRoundsPerSecondAndThousand = 60;

    /// <summary>The estimate in seconds.</summary>
    /// <param name="spec">The run; settings left open take their defaults.</param>
    /// <param name="backbone">Its network.</param>
    /// <param name="trainPictures">Pictures learnt from, 0 or more.</param>
    /// <param name="heldBackPictures">Pictures checked on after each round, 0 or more.</param>
    /// <param name="gigaMacsPerSecond">The device's measured rate, above 0.</param>
    public static double Seconds(
        RunSpec spec,
        BackboneManifest backbone,
        int trainPictures,
        int heldBackPictures,
        double gigaMacsPerSecond
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gigaMacsPerSecond);
        RunSpec full = TrainingDefaults.Fill(spec, backbone);
        int epochs = full.Training.Epochs!.Value;
        double side = (double)full.Training.InputSize!.Value / backbone.InputSize;
        double forward = (backbone.MegaMacs + OverheadMegaMacs) / 1000 * side * side / gigaMacsPerSecond;

        double look = Math.Max(forward, 1 / DecodedPerSecond);
        double start = FixedSeconds;
        if (full.Start == WeightStart.Pretrained && full.Freezing.StartsFromTrainedHead)
        {
            // Most pretrained runs look at each picture once and train a head on what they saw; the others go on from there.
            start +=
                ((trainPictures + heldBackPictures) * look)
                + (epochs * (trainPictures / 1000.0) / HeadRoundsPerSecondAndThousand);
            if (full.Freezing is HeadOnlyPolicy)
            {
                return start;
            }
        }

        if (full is { Freezing: AutoPolicy, Training.BudgetSeconds: { } budget })
        {
            return start + budget;
        }

        double trained = TrainedShare(full.Freezing, backbone);
        double step = forward * ((1 - trained) + (trained * (1 + BackwardCost) * TrainingSlowdown));
        return start + (epochs * ((trainPictures * Math.Max(step, 1 / DecodedPerSecond)) + (heldBackPictures * look)));
    }

    /// <summary>Share of the network's work that is in trained stages, 0 to 1; stages of one network cost about the same.</summary>
    private static double TrainedShare(FreezePolicy policy, BackboneManifest backbone)
    {
        int stages = backbone.Stages.Count;

        // The backward pass goes down to the first stage that is trained, through whatever lies in between.
        int first = Enumerable
            .Range(0, stages)
            .FirstOrDefault(i => NetworkPlan.IsTrained(policy, backbone.Stages[i].Name, i, stages), stages);
        double share = (double)(stages - first) / Math.Max(1, stages);

        // Stages that join one after the other over the first half are trained for three quarters of the run on average.
        return policy is GradualPolicy ? share * 0.75 : share;
    }
}
