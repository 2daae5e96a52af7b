using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>Cuts a rectangle out of the middle of pictures, which are made larger with black where they are smaller.</summary>
    private sealed class CenterCropTransform(int height, int width) : ITransform
    {
        public Tensor call(Tensor input1)
        {
            using var scope = NewDisposeScope();
            long[] shape = input1.shape;
            long missingRows = Math.Max(height - shape[^2], 0);
            long missingColumns = Math.Max(width - shape[^1], 0);
            Tensor picture =
                missingRows + missingColumns == 0
                    ? input1.alias()
                    : nn.functional.pad(
                        input1,
                        (missingColumns / 2, missingColumns - missingColumns / 2, missingRows / 2, missingRows - missingRows / 2)
                    );
            // torchvision rounds half a pixel to the even side.
            long top = (long)Math.Round((picture.size(-2) - height) / 2.0, MidpointRounding.ToEven);
            long left = (long)Math.Round((picture.size(-1) - width) / 2.0, MidpointRounding.ToEven);
            return Pictures.Crop(picture, top, left, height, width).MoveToOuterDisposeScope();
        }
    }
}
