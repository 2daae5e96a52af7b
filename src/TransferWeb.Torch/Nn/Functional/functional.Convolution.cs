using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator Conv2dOp = new("aten::conv2d");
            private static readonly Operator Conv2dPaddingOp = new("aten::conv2d", "padding");
            private static readonly Operator LinearOp = new("aten::linear");
            private static readonly Operator PadOp = new("aten::pad");
            private static readonly long[] One = [1];
            private static readonly long[] Zero = [0];

            /// <summary>A two-dimensional convolution.</summary>
            /// <param name="input">(N, C, H, W) or (C, H, W).</param>
            /// <param name="weight">(out, C / groups, kernel height, kernel width).</param>
            /// <param name="bias">(out), or null.</param>
            /// <param name="strides">One number for both directions, or height and width. Default 1.</param>
            /// <param name="padding">As strides. Default 0.</param>
            /// <param name="dilation">As strides. Default 1.</param>
            /// <param name="groups">Number of groups the channels are split into.</param>
            public static Tensor conv2d(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                long groups = 1
            ) => Conv2dOp.Call(input, weight, bias, strides ?? One, padding ?? Zero, dilation ?? One, groups);

            /// <summary>A two-dimensional convolution padded by effect. See <see cref="conv2d"/>.</summary>
            public static Tensor conv2d_padding(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long[]? strides = null,
                Padding padding = Padding.Valid,
                long[]? dilation = null,
                long groups = 1
            ) =>
                Conv2dPaddingOp.Call(
                    input,
                    weight,
                    bias,
                    strides ?? One,
                    padding == Padding.Same ? "same" : "valid",
                    dilation ?? One,
                    groups
                );

            /// <summary>input · weightsᵀ + bias, over the last dimension.</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => LinearOp.Call(input, weights, bias);

            /// <summary>Pads the last dimensions: <paramref name="pad"/> lists (before, after) for the last, then the one before, and so on.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                mode is PaddingModes.Constant or PaddingModes.Zeros
                    ? PadOp.Call(input, pad, "constant", mode == PaddingModes.Zeros ? 0.0 : value)
                    : PadOp.Call(input, pad, PaddingName(mode));

            /// <inheritdoc cref="pad(Tensor, long[], PaddingModes, double)"/>
            public static Tensor pad(
                Tensor input,
                (long, long) pad,
                PaddingModes mode = PaddingModes.Constant,
                double value = 0
            ) => functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            /// <inheritdoc cref="pad(Tensor, long[], PaddingModes, double)"/>
            public static Tensor pad(
                Tensor input,
                (long, long, long, long) pad,
                PaddingModes mode = PaddingModes.Constant,
                double value = 0
            ) => functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            private static string PaddingName(PaddingModes mode) =>
                mode switch
                {
                    PaddingModes.Reflect => "reflect",
                    PaddingModes.Replicate => "replicate",
                    PaddingModes.Circular => "circular",
                    _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a padding mode."),
                };
        }
    }
}
