using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A trained tensor: takes over the handle of <paramref name="data"/>, which must not be used afterwards.</summary>
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        /// <summary>A two-dimensional convolution with a square kernel. See <see cref="Modules.Conv2d"/>.</summary>
        public static Conv2d Conv2d(
            long in_channels,
            long out_channels,
            long kernel_size,
            long stride = 1,
            long padding = 0,
            long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros,
            long groups = 1,
            bool bias = true,
            Device? device = null,
            ScalarType? dtype = null
        ) =>
            new(
                in_channels,
                out_channels,
                [kernel_size, kernel_size],
                [stride, stride],
                [padding, padding],
                null,
                [dilation, dilation],
                padding_mode,
                groups,
                bias,
                device,
                dtype
            );

        /// <inheritdoc cref="Conv2d(long, long, long, long, long, long, PaddingModes, long, bool, Device, ScalarType?)"/>
        public static Conv2d Conv2d(
            long in_channels,
            long out_channels,
            (long, long) kernel_size,
            (long, long)? stride = null,
            (long, long)? padding = null,
            (long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros,
            long groups = 1,
            bool bias = true,
            Device? device = null,
            ScalarType? dtype = null
        ) =>
            new(
                in_channels,
                out_channels,
                Sizes.Of(kernel_size),
                Sizes.Of(stride ?? (1, 1)),
                Sizes.Of(padding ?? (0, 0)),
                null,
                Sizes.Of(dilation ?? (1, 1)),
                padding_mode,
                groups,
                bias,
                device,
                dtype
            );

        /// <summary>A two-dimensional convolution padded by effect.</summary>
        public static Conv2d Conv2d(
            long in_channels,
            long out_channels,
            long kernel_size,
            Padding padding,
            long stride = 1,
            long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros,
            long groups = 1,
            bool bias = true,
            Device? device = null,
            ScalarType? dtype = null
        ) =>
            new(
                in_channels,
                out_channels,
                [kernel_size, kernel_size],
                [stride, stride],
                null,
                padding,
                [dilation, dilation],
                padding_mode,
                groups,
                bias,
                device,
                dtype
            );

        /// <summary>A two-dimensional convolution padded by effect.</summary>
        public static Conv2d Conv2d(
            long in_channels,
            long out_channels,
            (long, long) kernel_size,
            Padding padding,
            (long, long)? stride = null,
            (long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros,
            long groups = 1,
            bool bias = true,
            Device? device = null,
            ScalarType? dtype = null
        ) =>
            new(
                in_channels,
                out_channels,
                Sizes.Of(kernel_size),
                Sizes.Of(stride ?? (1, 1)),
                null,
                padding,
                Sizes.Of(dilation ?? (1, 1)),
                padding_mode,
                groups,
                bias,
                device,
                dtype
            );

        /// <summary>A linear layer. See <see cref="Modules.Linear"/>.</summary>
        public static Linear Linear(
            long inputSize,
            long outputSize,
            bool hasBias = true,
            Device? device = null,
            ScalarType? dtype = null
        ) => new(inputSize, outputSize, hasBias, device, dtype);

        /// <summary>A linear layer over given parameters, which it then owns.</summary>
        public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

        /// <summary>Attention by several heads. See <see cref="Modules.MultiheadAttention"/>.</summary>
        public static MultiheadAttention MultiheadAttention(
            long embedded_dim,
            long num_heads,
            double dropout = 0.0,
            bool bias = true,
            bool add_bias_kv = false,
            bool add_zero_attn = false,
            long? kdim = null,
            long? vdim = null
        ) => new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim, vdim);

        /// <summary>A layer that passes its input on.</summary>
        public static Identity Identity() => new();

        /// <summary>Makes one dimension of those from <paramref name="start_dim"/> to <paramref name="end_dim"/>.</summary>
        public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);

        /// <summary>Random zeros in training. See <see cref="Modules.Dropout"/>.</summary>
        public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);
    }
}
