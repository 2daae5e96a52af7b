using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Parameters that are trained with the same settings.</summary>
public abstract class ParamGroup : ILearningRateController
{
    private Parameter[] _parameters = [];

    /// <summary>The parameters. The sequence is read once, when set.</summary>
    public IEnumerable<Parameter> Parameters
    {
        get => _parameters;
        set => _parameters = [.. value];
    }

    /// <summary>The settings; what they leave open is taken from the optimizer when the group is added to one.</summary>
    public OptimizerOptions Options { get; set; }

    private protected ParamGroup(IEnumerable<Parameter> parameters, OptimizerOptions options)
    {
        Parameters = parameters;
        Options = options;
    }

    /// <summary>The step width. Before the group belongs to an optimizer it may be unset, which reads as an error.</summary>
    public double LearningRate
    {
        get =>
            Options.LearningRate
            ?? throw new InvalidOperationException("The group has no learning rate before it is added to an optimizer.");
        set => Options.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }

    internal ReadOnlySpan<Parameter> ParameterSpan => _parameters;
}

/// <inheritdoc/>
public abstract class ParamGroup<TOptions> : ParamGroup
    where TOptions : OptimizerOptions
{
    private protected ParamGroup(IEnumerable<Parameter> parameters, TOptions options)
        : base(parameters, options) { }

    /// <inheritdoc cref="ParamGroup.Options"/>
    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
