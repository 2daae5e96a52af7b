using TorchSharp.Modules;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Planning;

/// <summary>
/// How strongly the gradients pull at each stage, measured by the size of its own weights (Lee et al., "Surgical Fine-Tuning Improves Adaptation to Distribution
/// Shifts", 2023).
/// </summary>
public static class RelativeGradients
{
    /// <summary>For each stage from the input on, the norm of its gradient over the norm of its weights; 0 where it has no gradient.</summary>
    public static IReadOnlyList<double> Of(Backbone model)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        return [.. model.Stages.Select(Of)];
    }

    private static double Of(Stage stage)
    {
        Parameter[] parameters = [.. stage.Modules.SelectMany(module => module.parameters())];
        double weights = parameters.Sum(p => Squares(p));
        double gradients = parameters.Sum(p => p.grad is { } gradient ? Squares(gradient) : 0);
        return Math.Sqrt(gradients / Math.Max(weights, double.Epsilon));
    }

    private static double Squares(Tensor values) => values.to_type(ScalarType.Float64).pow(2).sum().item<double>();
}
