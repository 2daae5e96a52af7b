namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>Mean and deviation of each channel.</summary>
public sealed class ChannelScale : IDisposable
{
    // Channels that hardly ever move would be blown up to noise: at least this share of the typical deviation is assumed.
    private const double SmallestShare = 0.1;

    private ChannelScale(Tensor mean, Tensor deviation)
    {
        Mean = mean;
        Deviation = deviation;
    }

    /// <summary>What is subtracted: [1,C] or [1,C,1,1].</summary>
    public Tensor Mean { get; }

    /// <summary>What is divided by, of the same shape.</summary>
    public Tensor Deviation { get; }

    /// <summary>Measures values [N,C] or [N,C,H,W].</summary>
    /// <param name="values">Of any type of float.</param>
    /// <param name="keepZero">Whether zero stays zero: nothing is subtracted.</param>
    public static ChannelScale Of(Tensor values, bool keepZero)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] others = values.ndim == 4 ? [0, 2, 3] : [0];
        Tensor numbers = values.to(float32);
        Tensor mean = numbers.mean(others, keepdim: true);
        Tensor deviation = (numbers - mean).square().mean(others, keepdim: true).sqrt();
        Tensor floor = deviation.mean() * SmallestShare + 1e-6;
        return new ChannelScale(
            (keepZero ? zeros_like(mean) : mean).DetachFromDisposeScope(),
            deviation.maximum(floor).DetachFromDisposeScope()
        );
    }

    /// <summary>The values scaled, in float32.</summary>
    public Tensor Apply(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        return ((values.to(float32) - Mean) / Deviation).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Mean.Dispose();
        Deviation.Dispose();
    }
}
