using TransferWeb.Training.Data;
using TransferWeb.Training.Devices;
using TransferWeb.Training.Events;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Freezing;

/// <summary>
/// The forward pass of training. Stages before the first one that changes run as an inference-only copy: batch norm folded, in bfloat16 where the device is quick at
/// it, nothing recorded. Where bfloat16 shows the stages after them something else than what they will see when they are used, the copy computes in float32.
/// </summary>
public sealed class TrainingPass : IDisposable
{
    /// <summary>The greatest difference of the copy's maps in bfloat16, by their norm, that training does not mind.</summary>
    private const double GreatestDifference = 0.05;

    private readonly Backbone model;
    private readonly FreezePlan plan;
    private readonly Device device;
    private readonly FrozenStages? before;

    private TrainingPass(Backbone model, FreezePlan plan, Device device, FrozenStages? before) =>
        (this.model, this.plan, this.device, this.before) = (model, plan, device, before);

    /// <summary>Prepares the pass; the network's weights must be those that frozen stages keep.</summary>
    /// <param name="model">The network.</param>
    /// <param name="plan">What is trained, and when.</param>
    /// <param name="stages">How many stages from the input on do not change from the beginning: the most that rest at any time.</param>
    /// <param name="device">Where it is computed.</param>
    /// <param name="example">A batch that the copy is tried on: the same for a run and its continuation.</param>
    /// <param name="events">Told where bfloat16 was found too coarse.</param>
    public static TrainingPass For(
        Backbone model,
        FreezePlan plan,
        int stages,
        Device device,
        PictureBatch? example,
        RunEvents events
    )
    {
        if (stages == 0)
        {
            return new TrainingPass(model, plan, device, null);
        }

        ScalarType precision = Precision.ForFrozen(device);
        FrozenStages copy = model.FreezeStages(stages, precision);
        if (precision != ScalarType.Float32 && example is { Rows.Count: > 0 })
        {
            FrozenStages exact = model.FreezeStages(stages, ScalarType.Float32);
            using DisposeScope scope = NewDisposeScope();
            Tensor pictures = example.LoadPictures(ScalarType.Float32);
            if (!(Difference(copy.Forward(pictures, stages), exact.Forward(pictures, stages)) <= GreatestDifference))
            {
                events.Note("The frozen stages are too coarse in bfloat16 for this network, so they are computed in float32.");
                copy.Dispose();
                return new TrainingPass(model, plan, device, exact);
            }

            exact.Dispose();
        }

        return new TrainingPass(model, plan, device, copy);
    }

    /// <summary>Logits [N, C], float32, of normalised pictures [N, 3, S, S].</summary>
    public Tensor Forward(Tensor pictures)
    {
        if (before is not null && plan.LeadingStill > 0)
        {
            using Tensor maps = StillMaps(pictures);
            return ForwardMaps(maps);
        }

        using IDisposable mode = Precision.ForTraining(device);
        return model.call(pictures).to_type(ScalarType.Float32);
    }

    /// <summary>What the stages that do not change for now make of normalised pictures, float32, as training sees it.</summary>
    public Tensor StillMaps(Tensor pictures)
    {
        using IDisposable mode = Precision.ForTraining(device);
        using DisposeScope scope = NewDisposeScope();
        FrozenStages copy = before ?? throw new InvalidOperationException("No stage stays as it is.");
        return copy.Forward(pictures, plan.LeadingStill).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Logits [N, C], float32, of such maps.</summary>
    public Tensor ForwardMaps(Tensor maps)
    {
        using IDisposable mode = Precision.ForTraining(device);
        using DisposeScope scope = NewDisposeScope();
        return model.ForwardFrom(plan.LeadingStill, maps).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => before?.Dispose();

    private static double Difference(Tensor coarse, Tensor exact)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor difference = coarse.to_type(ScalarType.Float32) - exact;
        return Math.Sqrt(
            (difference * difference).sum().item<float>() / Math.Max((exact * exact).sum().item<float>(), float.Epsilon)
        );
    }
}
