namespace TransferWeb.Training.Optimization;

/// <summary>Sets the learning rates of an optimizer for each step of a run.</summary>
public interface ILearningRateSchedule
{
    /// <summary>The first group's rate as it is now.</summary>
    double Rate { get; }

    /// <summary>Sets the rates for a step (counted from 1). Any step may be asked for, in any order.</summary>
    void Apply(long step);
}
