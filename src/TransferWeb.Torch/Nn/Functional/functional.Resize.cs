using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator[] NearestOps =
            [
                new("aten::upsample_nearest1d", "vec"),
                new("aten::upsample_nearest2d", "vec"),
                new("aten::upsample_nearest3d", "vec"),
            ];

            private static readonly Operator[] NearestExactOps =
            [
                new("aten::_upsample_nearest_exact1d", "vec"),
                new("aten::_upsample_nearest_exact2d", "vec"),
                new("aten::_upsample_nearest_exact3d", "vec"),
            ];

            private static readonly Operator[] AreaOps =
            [
                new("aten::adaptive_avg_pool1d"),
                new("aten::adaptive_avg_pool2d"),
                new("aten::adaptive_avg_pool3d"),
            ];

            private static readonly Operator LinearResizeOp = new("aten::upsample_linear1d", "vec");
            private static readonly Operator BilinearOp = new("aten::upsample_bilinear2d", "vec");
            private static readonly Operator BilinearAntialiasOp = new("aten::_upsample_bilinear2d_aa", "vec");
            private static readonly Operator BicubicOp = new("aten::upsample_bicubic2d", "vec");
            private static readonly Operator BicubicAntialiasOp = new("aten::_upsample_bicubic2d_aa", "vec");
            private static readonly Operator TrilinearOp = new("aten::upsample_trilinear3d", "vec");

            /// <summary>Resizes the dimensions after the first two, to a size or by a factor.</summary>
            /// <param name="x">(N, C, …) with one to three further dimensions.</param>
            /// <param name="size">The new sizes; or null, and <paramref name="scale_factor"/> given.</param>
            /// <param name="scale_factor">One factor for all dimensions, or one each; or null, and <paramref name="size"/> given.</param>
            /// <param name="mode">How values between the pixels are found.</param>
            /// <param name="align_corners">Whether the corner pixels' centres stay in place. Linear and cubic modes only.</param>
            /// <param name="recompute_scale_factor">Whether the factor is taken again from the rounded size.</param>
            /// <param name="antialias">Whether shrinking averages over all pixels it covers. Bilinear and bicubic only.</param>
            /// <exception cref="ArgumentException">Both or neither of size and factor, or an option that does not fit the mode.</exception>
            public static Tensor interpolate(
                Tensor x,
                long[]? size = null,
                double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null,
                bool recompute_scale_factor = false,
                bool antialias = false
            )
            {
                long[] shape = x.shape;
                int spatial = shape.Length - 2;
                if (spatial is < 1 or > 3)
                {
                    throw new ArgumentException(
                        $"Only tensors of 3 to 5 dimensions can be resized, not {shape.Length}.",
                        nameof(x)
                    );
                }

                if (size is null == scale_factor is null)
                {
                    throw new ArgumentException("Give either a size or a scale factor, and not both.", nameof(size));
                }

                RequireFittingOptions(mode, align_corners, antialias);
                size = Spread(size, spatial);
                scale_factor = Spread(scale_factor, spatial);
                if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    size = [.. scale_factor.Select((factor, index) => (long)Math.Floor(shape[index + 2] * factor))];
                    scale_factor = null;
                }

                return mode switch
                {
                    InterpolationMode.Nearest => NearestOps[spatial - 1].Call(x, size, scale_factor),
                    InterpolationMode.NearestExact => NearestExactOps[spatial - 1].Call(x, size, scale_factor),
                    InterpolationMode.Area => AreaOps[spatial - 1].Call(x, size),
                    _ => SmoothResizeOp(mode, spatial, antialias).Call(x, size, align_corners ?? false, scale_factor),
                };
            }

            private static Operator SmoothResizeOp(InterpolationMode mode, int spatial, bool antialias) =>
                (mode, spatial, antialias) switch
                {
                    (InterpolationMode.Linear, 1, false) => LinearResizeOp,
                    (InterpolationMode.Bilinear, 2, false) => BilinearOp,
                    (InterpolationMode.Bilinear, 2, true) => BilinearAntialiasOp,
                    (InterpolationMode.Bicubic, 2, false) => BicubicOp,
                    (InterpolationMode.Bicubic, 2, true) => BicubicAntialiasOp,
                    (InterpolationMode.Trilinear, 3, false) => TrilinearOp,
                    _ => throw new ArgumentException($"{mode} does not resize {spatial} dimensions.", nameof(mode)),
                };

            private static void RequireFittingOptions(InterpolationMode mode, bool? alignCorners, bool antialias)
            {
                bool unaligned = mode is InterpolationMode.Nearest or InterpolationMode.NearestExact or InterpolationMode.Area;
                if (unaligned && alignCorners is not null)
                {
                    throw new ArgumentException($"align_corners has no meaning for {mode}.", nameof(alignCorners));
                }

                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                {
                    throw new ArgumentException("Antialiasing exists for Bilinear and Bicubic only.", nameof(antialias));
                }
            }

            private static T[]? Spread<T>(T[]? values, int count)
            {
                if (values is null || values.Length == count)
                {
                    return values;
                }

                return values.Length == 1
                    ? [.. Enumerable.Repeat(values[0], count)]
                    : throw new ArgumentException($"Expected one or {count} numbers, not {values.Length}.", nameof(values));
            }
        }
    }
}
