namespace TorchSharp.Modules;

/// <summary>The settings of one group of parameters. Null means: as the optimizer's own.</summary>
public abstract class OptimizerOptions
{
    public double? LearningRate { get; set; }

    /// <summary>The learning rate that schedules start from.</summary>
    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate.GetValueOrDefault());
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }

    /// <summary>Takes what is null here from <paramref name="defaults"/>.</summary>
    internal virtual void FillFrom(OptimizerOptions defaults) => LearningRate ??= defaults.LearningRate;

    private protected T Same<T>(OptimizerOptions other)
        where T : OptimizerOptions =>
        other as T ?? throw new ArgumentException($"The options are of {other.GetType().Name}; {GetType().Name} was expected.");
}
