using TorchSharp.Modules;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Runs;
using TransferWeb.Vision.Backbones;
using static TorchSharp.torch.nn;

namespace TransferWeb.Training.Freezing;

/// <summary>
/// Which parts of a network a policy leaves to be trained. Frozen parameters get no gradient; frozen norm layers stay in evaluation
/// mode, or their running mean and variance would drift although nothing is trained there.
/// </summary>
public sealed class FreezePlan
{
    private readonly Backbone model;
    private int resting;

    private FreezePlan(Backbone model, IReadOnlyList<Stage> frozen, IReadOnlyList<Stage> trained) =>
        (this.model, Frozen, Trained) = (model, frozen, trained);

    /// <summary>The stages that stay as they are, from input to head.</summary>
    public IReadOnlyList<Stage> Frozen { get; }

    /// <summary>The backbone's stages that are trained besides the head, at some time or from the start; from input to head.</summary>
    public IReadOnlyList<Stage> Trained { get; }

    /// <summary>How many stages from the input on do not change for now.</summary>
    public int LeadingStill
    {
        get
        {
            HashSet<Stage> still = [.. Still];
            return model.Stages.TakeWhile(still.Contains).Count();
        }
    }

    /// <summary>Sets <c>requires_grad</c> of every parameter as the policy says; all stages it trains at some time are trained from the start.</summary>
    /// <exception cref="RunFailedException">The policy asks for stages that are not there.</exception>
    public static FreezePlan Apply(Backbone model, FreezePolicy policy)
    {
        Check(model, policy);
        int count = model.Stages.Count;
        ILookup<bool, Stage> stages = model
            .Stages.Index()
            .ToLookup(pair => NetworkPlan.IsTrained(policy, pair.Item.Name, pair.Index, count), pair => pair.Item);
        FreezePlan plan = new(model, [.. stages[false]], [.. stages[true]]);
        plan.SetGradients();
        return plan;
    }

    /// <summary>Trains only the last so many of <see cref="Trained"/> for now; the others rest as if frozen.</summary>
    public void TrainLast(int stages)
    {
        resting = Math.Clamp(Trained.Count - stages, 0, Trained.Count);
        SetGradients();
    }

    /// <summary>Puts the trained parts into training mode and the frozen ones into evaluation mode.</summary>
    public void EnterTraining()
    {
        model.train();
        foreach (Module module in Still.SelectMany(stage => stage.Modules))
        {
            module.eval();
        }
    }

    /// <summary>
    /// The tensors that training may change at some time, by state-dict name: trained parameters, and the buffers of trained layers.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> ChangingTensors()
    {
        HashSet<Module> frozen = [.. Frozen.SelectMany(stage => stage.Modules)];
        string[] prefixes = [.. model.named_modules().Where(m => frozen.Contains(m.module)).Select(m => m.name + ".")];
        return model
            .state_dict()
            .Where(pair => !prefixes.Any(prefix => pair.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .ToDictionary();
    }

    private IEnumerable<Stage> Still => Frozen.Concat(Trained.Take(resting));

    private void SetGradients()
    {
        foreach (Parameter parameter in model.parameters())
        {
            parameter.requires_grad = true;
        }

        foreach (Parameter parameter in Still.SelectMany(stage => stage.Modules).SelectMany(m => m.parameters()))
        {
            parameter.requires_grad = false;
        }
    }

    private static void Check(Backbone model, FreezePolicy policy)
    {
        int count = model.Stages.Count;
        string name = model.Manifest.DisplayName;
        if (policy is LastStagesPolicy last && last.Stages > count)
        {
            throw new RunFailedException(
                RunFailure.InvalidSpec,
                $"{name} has {count} stages, so its last {last.Stages} cannot be trained. Choose 1 to {count}."
            );
        }

        string[] names = [.. model.Stages.Select(stage => stage.Name)];
        if (policy is CustomPolicy custom && custom.Stages.Except(names, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new RunFailedException(
                RunFailure.InvalidSpec,
                $"{name} has no stage named '{unknown}'. It has {Say.List(names, most: names.Length)}."
            );
        }
    }
}
