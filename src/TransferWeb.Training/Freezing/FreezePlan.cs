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

    private FreezePlan(Backbone model, IReadOnlyList<Stage> frozen, IReadOnlyList<Stage> trained) =>
        (this.model, Frozen, Trained) = (model, frozen, trained);

    /// <summary>The stages that stay as they are, from input to head.</summary>
    public IReadOnlyList<Stage> Frozen { get; }

    /// <summary>The backbone's stages that are trained besides the head.</summary>
    public IReadOnlyList<Stage> Trained { get; }

    /// <summary>Sets <c>requires_grad</c> of every parameter as the policy says.</summary>
    /// <exception cref="RunFailedException">The policy asks for more stages than there are.</exception>
    public static FreezePlan Apply(Backbone model, FreezePolicy policy)
    {
        int stages = model.Stages.Count;
        int trained = policy switch
        {
            HeadOnlyPolicy => 0,
            LastStagesPolicy last => last.Stages,
            _ => stages,
        };
        if (trained > stages)
        {
            throw new RunFailedException(
                RunFailure.InvalidSpec,
                $"{model.Manifest.DisplayName} has {stages} stages, so its last {trained} cannot be trained. Choose 1 to {stages}."
            );
        }

        FreezePlan plan = new(model, [.. model.Stages.Take(stages - trained)], [.. model.Stages.Skip(stages - trained)]);
        plan.SetGradients();
        return plan;
    }

    /// <summary>Puts the trained parts into training mode and the frozen ones into evaluation mode.</summary>
    public void EnterTraining()
    {
        model.train();
        foreach (Module module in Frozen.SelectMany(stage => stage.Modules))
        {
            module.eval();
        }
    }

    /// <summary>The tensors that training may change, by state-dict name: trained parameters, and the buffers of trained layers.</summary>
    public IReadOnlyDictionary<string, Tensor> ChangingTensors()
    {
        HashSet<Module> frozen = [.. Frozen.SelectMany(stage => stage.Modules)];
        string[] prefixes = [.. model.named_modules().Where(m => frozen.Contains(m.module)).Select(m => m.name + ".")];
        return model
            .state_dict()
            .Where(pair => !prefixes.Any(prefix => pair.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .ToDictionary();
    }

    private void SetGradients()
    {
        foreach (TorchSharp.Modules.Parameter parameter in model.parameters())
        {
            parameter.requires_grad = true;
        }

        foreach (
            TorchSharp.Modules.Parameter parameter in Frozen.SelectMany(stage => stage.Modules).SelectMany(m => m.parameters())
        )
        {
            parameter.requires_grad = false;
        }
    }
}
