using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How values between the pixels of a sampled picture are found.</summary>
    public enum GridSampleMode
    {
        Nearest = 0,
        Bilinear = 2,
    }

    /// <summary>What is sampled beyond the edge of a picture.</summary>
    public enum GridSamplePaddingMode
    {
        Zeros = 0,
        Reflection = 1,
        Border = 2,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator AffineGridOp = new("aten::affine_grid_generator");
            private static readonly Operator GridSamplerOp = new("aten::grid_sampler");

            /// <summary>Where each pixel of a picture comes from under an affine map, in coordinates from -1 to 1.</summary>
            /// <param name="theta">(N, 2, 3): from places in the result to places in the source.</param>
            /// <param name="size">The result's shape, (N, C, H, W).</param>
            /// <param name="align_corners">Whether -1 and 1 are the centres of the corner pixels, not the edges.</param>
            /// <returns>(N, H, W, 2), x before y.</returns>
            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false)
            {
                ArgumentNullException.ThrowIfNull(size);
                return AffineGridOp.Call(theta, size, align_corners);
            }

            /// <summary>Samples pictures at the places of a grid.</summary>
            /// <param name="input">(N, C, H, W).</param>
            /// <param name="grid">(N, H', W', 2), coordinates from -1 to 1, x before y.</param>
            /// <param name="mode">How values between the pixels are found.</param>
            /// <param name="padding_mode">What is there beyond the edge.</param>
            /// <param name="align_corners">Whether -1 and 1 are the centres of the corner pixels, not the edges.</param>
            public static Tensor grid_sample(
                Tensor input,
                Tensor grid,
                GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros,
                bool? align_corners = null
            )
            {
                // libtorch's own numbers differ from TorchSharp's.
                long interpolation = mode == GridSampleMode.Nearest ? 1 : 0;
                long padding = padding_mode switch
                {
                    GridSamplePaddingMode.Border => 1,
                    GridSamplePaddingMode.Reflection => 2,
                    _ => 0,
                };
                return GridSamplerOp.Call(input, grid, interpolation, padding, align_corners ?? false);
            }
        }
    }
}
