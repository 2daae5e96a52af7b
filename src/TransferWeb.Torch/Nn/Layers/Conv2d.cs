using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A two-dimensional convolution: (N, in, H, W) to (N, out, H', W').</summary>
public sealed class Conv2d : Module<Tensor, Tensor>
{
    private static readonly long[] NoPadding = [0, 0];
    private readonly long[] _around;
    private Parameter? _weight;
    private Parameter? _bias;

    public long in_channels { get; }
    public long out_channels { get; }
    public long[] kernel_size { get; }
    public long[] stride { get; }

    /// <summary>Rows and columns added on each side; null where the padding is given by its effect (<see cref="padding_type"/>).</summary>
    public long[]? padding { get; }

    public Padding? padding_type { get; }
    public long[] dilation { get; }
    public long groups { get; }
    public PaddingModes padding_mode { get; }

    /// <summary>(out, in / groups, kernel height, kernel width).</summary>
    public Parameter weight
    {
        get => _weight!;
        set => SetParameter(ref _weight, value, nameof(weight));
    }

    /// <summary>(out), or null.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => SetParameter(ref _bias, value, nameof(bias));
    }

    internal Conv2d(
        long in_channels,
        long out_channels,
        long[] kernel_size,
        long[] stride,
        long[]? padding,
        Padding? padding_type,
        long[] dilation,
        PaddingModes padding_mode,
        long groups,
        bool bias,
        Device? device,
        ScalarType? dtype
    )
        : base(nameof(Conv2d))
    {
        if (groups <= 0 || in_channels % groups != 0 || out_channels % groups != 0)
        {
            throw new ArgumentException($"{in_channels} and {out_channels} channels cannot be split into {groups} groups.");
        }

        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding;
        this.padding_type = padding_type;
        this.dilation = dilation;
        this.groups = groups;
        this.padding_mode = padding_mode;
        _around = PaddingAround();
        weight = new Parameter(empty([out_channels, in_channels / groups, .. kernel_size], dtype, device));
        this.bias = bias ? new Parameter(empty([out_channels], dtype, device)) : null;
        reset_parameters();
    }

    /// <summary>Fills weight and bias with PyTorch's defaults: even values within ±1/√(inputs).</summary>
    public void reset_parameters() => Initialization.Default(weight, bias);

    public override Tensor forward(Tensor input)
    {
        if (padding_mode != PaddingModes.Zeros)
        {
            using Tensor padded = functional.pad(input, _around, padding_mode);
            return functional.conv2d(padded, weight, bias, stride, NoPadding, dilation, groups);
        }

        return padding is null
            ? functional.conv2d_padding(input, weight, bias, stride, padding_type ?? Padding.Valid, dilation, groups)
            : functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
    }

    /// <summary>The padding as (left, right, top, bottom), which is how it is given to <c>pad</c>.</summary>
    private long[] PaddingAround()
    {
        if (padding is not null)
        {
            return [padding[1], padding[1], padding[0], padding[0]];
        }

        if (padding_type != Padding.Same)
        {
            return [0, 0, 0, 0];
        }

        long height = dilation[0] * (kernel_size[0] - 1);
        long width = dilation[1] * (kernel_size[1] - 1);
        return [width / 2, width - width / 2, height / 2, height - height / 2];
    }
}
