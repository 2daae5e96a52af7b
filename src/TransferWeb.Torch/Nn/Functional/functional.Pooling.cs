using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator MaxPool2dOp = new("aten::max_pool2d");
            private static readonly Operator MaxPool2dWithIndicesOp = new("aten::max_pool2d_with_indices");
            private static readonly Operator AvgPool2dOp = new("aten::avg_pool2d");
            private static readonly Operator AdaptiveAvgPool2dOp = new("aten::adaptive_avg_pool2d");

            /// <summary>The largest value of each window.</summary>
            /// <param name="input">(N, C, H, W) or (C, H, W).</param>
            /// <param name="kernel_size">One number for both directions, or height and width.</param>
            /// <param name="strides">Default: the kernel size.</param>
            /// <param name="padding">Default 0; beyond the edge stands minus infinity.</param>
            /// <param name="dilation">Default 1.</param>
            /// <param name="ceil_mode">Whether a window that only partly fits counts.</param>
            public static Tensor max_pool2d(
                Tensor input,
                long[] kernel_size,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                bool ceil_mode = false
            ) => MaxPool2dOp.Call(input, kernel_size, strides ?? [], padding ?? Zero, dilation ?? One, ceil_mode);

            /// <inheritdoc cref="max_pool2d(Tensor, long[], long[], long[], long[], bool)"/>
            public static Tensor max_pool2d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long? padding = null,
                long? dilation = null,
                bool ceil_mode = false
            ) => max_pool2d(input, [kernel_size], Sizes.Of(stride), Sizes.Of(padding), Sizes.Of(dilation), ceil_mode);

            /// <inheritdoc cref="max_pool2d(Tensor, long[], long[], long[], long[], bool)"/>
            public static Tensor max_pool2d(
                Tensor input,
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                (long, long)? dilation = null,
                bool ceil_mode = false
            ) => max_pool2d(input, Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), Sizes.Of(dilation), ceil_mode);

            /// <summary>The largest value of each window and where in its plane it stood. See <see cref="max_pool2d(Tensor, long[], long[], long[], long[], bool)"/>.</summary>
            public static (Tensor output, Tensor indices) max_pool2d_with_indices(
                Tensor input,
                long[] kernel_size,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                bool ceil_mode = false
            ) => MaxPool2dWithIndicesOp.Call2(input, kernel_size, strides ?? [], padding ?? Zero, dilation ?? One, ceil_mode);

            /// <summary>The mean of each window.</summary>
            /// <param name="input">(N, C, H, W) or (C, H, W).</param>
            /// <param name="kernel_size">One number for both directions, or height and width.</param>
            /// <param name="strides">Default: the kernel size.</param>
            /// <param name="padding">Default 0.</param>
            /// <param name="ceil_mode">Whether a window that only partly fits counts.</param>
            /// <param name="count_include_pad">Whether the padding's zeros are part of the mean.</param>
            /// <param name="divisor_override">What to divide the sum by, instead of the window's size.</param>
            public static Tensor avg_pool2d(
                Tensor input,
                long[] kernel_size,
                long[]? strides = null,
                long[]? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null
            ) =>
                AvgPool2dOp.Call(
                    input,
                    kernel_size,
                    strides ?? [],
                    padding ?? Zero,
                    ceil_mode,
                    count_include_pad,
                    divisor_override
                );

            /// <inheritdoc cref="avg_pool2d(Tensor, long[], long[], long[], bool, bool, long?)"/>
            public static Tensor avg_pool2d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null
            ) =>
                avg_pool2d(
                    input,
                    [kernel_size],
                    Sizes.Of(stride),
                    Sizes.Of(padding),
                    ceil_mode,
                    count_include_pad,
                    divisor_override
                );

            /// <inheritdoc cref="avg_pool2d(Tensor, long[], long[], long[], bool, bool, long?)"/>
            public static Tensor avg_pool2d(
                Tensor input,
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null
            ) =>
                avg_pool2d(
                    input,
                    Sizes.Of(kernel_size),
                    Sizes.Of(stride),
                    Sizes.Of(padding),
                    ceil_mode,
                    count_include_pad,
                    divisor_override
                );

            /// <summary>Averages to a plane of the given size (height, width), whatever the input's.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                AdaptiveAvgPool2dOp.Call(input, output_size);

            /// <inheritdoc cref="adaptive_avg_pool2d(Tensor, long[])"/>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                adaptive_avg_pool2d(input, Sizes.Of(output_size));

            /// <inheritdoc cref="adaptive_avg_pool2d(Tensor, long[])"/>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                adaptive_avg_pool2d(input, [output_size, output_size]);
        }
    }
}
