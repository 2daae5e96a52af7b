using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>What the transforms of pictures share. A picture's last two dimensions are its height and width.</summary>
    private static class Pictures
    {
        /// <summary>Resizes pictures of any number of leading dimensions; whole numbers are rounded and kept in range.</summary>
        public static Tensor Resize(Tensor picture, long height, long width, InterpolationMode mode, bool antialias)
        {
            using var scope = NewDisposeScope();
            ScalarType dtype = picture.dtype;
            bool whole = !is_floating_point(dtype);
            Tensor batch = picture.reshape([-1, 1, .. picture.shape[^2..]]);
            bool? alignCorners = mode is InterpolationMode.Bilinear or InterpolationMode.Bicubic ? false : null;
            Tensor resized = nn.functional.interpolate(
                whole ? batch.to(ScalarType.Float32) : batch,
                [height, width],
                mode: mode,
                align_corners: alignCorners,
                antialias: antialias
            );
            if (whole)
            {
                Tensor rounded = resized.round();
                resized = (dtype == ScalarType.Byte ? rounded.clamp(0, byte.MaxValue) : rounded).to(dtype);
            }

            return resized.reshape([.. picture.shape[..^2], height, width]).MoveToOuterDisposeScope();
        }

        /// <summary>A rectangle of pictures, as a view of them.</summary>
        public static Tensor Crop(Tensor picture, long top, long left, long height, long width)
        {
            using Tensor rows = picture.narrow(-2, top, height);
            return rows.narrow(-1, left, width);
        }
    }
}
