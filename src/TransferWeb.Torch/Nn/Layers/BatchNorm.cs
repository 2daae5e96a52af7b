using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>
/// Normalises each channel by the batch's statistics in training and by running ones in evaluation, then scales and shifts it.
/// </summary>
public abstract class BatchNorm : Module<Tensor, Tensor>
{
    private Parameter? _weight;
    private Parameter? _bias;
    private Tensor? _runningMean;
    private Tensor? _runningVariance;
    private Tensor? _batchesTracked;

    public long num_features { get; }
    public double eps { get; set; }

    /// <summary>How far the running statistics move towards each batch's; null means their plain average over all batches.</summary>
    public double? momentum { get; set; }

    public bool affine { get; }
    public bool track_running_stats { get; }

    /// <summary>The scale of each channel, or null without affine.</summary>
    public Parameter? weight
    {
        get => _weight;
        set => SetParameter(ref _weight, value, nameof(weight));
    }

    /// <summary>The shift of each channel, or null without affine.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => SetParameter(ref _bias, value, nameof(bias));
    }

    /// <summary>The running mean of each channel, or null when not tracked.</summary>
    public Tensor? running_mean
    {
        get => _runningMean;
        set => SetBuffer(ref _runningMean, value, nameof(running_mean));
    }

    /// <summary>The running (unbiased) variance of each channel, or null when not tracked.</summary>
    public Tensor? running_var
    {
        get => _runningVariance;
        set => SetBuffer(ref _runningVariance, value, nameof(running_var));
    }

    /// <summary>How many batches the running statistics have seen (a whole number without dimensions), or null when not tracked.</summary>
    public Tensor? num_batches_tracked
    {
        get => _batchesTracked;
        set => SetBuffer(ref _batchesTracked, value, nameof(num_batches_tracked));
    }

    private protected BatchNorm(
        string name,
        long num_features,
        double eps,
        double? momentum,
        bool affine,
        bool track_running_stats,
        Device? device,
        ScalarType? dtype
    )
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = new Parameter(ones(num_features, dtype, device));
            bias = new Parameter(zeros(num_features, dtype, device));
        }

        if (track_running_stats)
        {
            running_mean = zeros(num_features, dtype, device);
            running_var = ones(num_features, dtype, device);
            num_batches_tracked = zeros([], ScalarType.Int64, device);
        }
    }

    /// <summary>Sets the scale to 1, the shift to 0 and forgets the running statistics.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        if (weight is not null && bias is not null)
        {
            init.ones_(weight);
            init.zeros_(bias);
        }
    }

    /// <summary>Sets the running mean to 0, the running variance to 1 and the count to 0.</summary>
    public void reset_running_stats()
    {
        if (running_mean is not null && running_var is not null && num_batches_tracked is not null)
        {
            init.zeros_(running_mean);
            init.ones_(running_var);
            init.zeros_(num_batches_tracked);
        }
    }

    public override Tensor forward(Tensor input)
    {
        RequireDimensions(input);
        return functional.batch_norm(input, running_mean, running_var, weight, bias, training, CountBatch(), eps);
    }

    /// <summary>Counts a batch if in training, and says how far the running statistics move towards it.</summary>
    internal double CountBatch()
    {
        if (!training || num_batches_tracked is null)
        {
            return momentum ?? 0.0;
        }

        using Tensor counted = num_batches_tracked.add_(1);
        return momentum ?? 1.0 / counted.ToInt64();
    }

    /// <exception cref="ArgumentException">The input has another number of dimensions than this layer takes.</exception>
    private protected abstract void RequireDimensions(Tensor input);
}
