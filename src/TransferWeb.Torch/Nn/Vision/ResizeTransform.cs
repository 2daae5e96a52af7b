using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>Resizes pictures: with one length the shorter side, at most so far that the longer one keeps within a limit.</summary>
    private sealed class ResizeTransform(int height, int? width, InterpolationMode mode, int? maxSize, bool antialias)
        : ITransform
    {
        public Tensor call(Tensor input1)
        {
            long[] shape = input1.shape;
            (long newHeight, long newWidth) = width is { } given ? (height, given) : ByShorterSide(shape[^2], shape[^1]);
            return Pictures.Resize(input1, newHeight, newWidth, mode, antialias);
        }

        private (long Height, long Width) ByShorterSide(long oldHeight, long oldWidth)
        {
            (long shorter, long longer) = oldHeight <= oldWidth ? (oldHeight, oldWidth) : (oldWidth, oldHeight);
            (long newShorter, long newLonger) = (height, height * longer / shorter);
            if (maxSize is { } limit && newLonger > limit)
            {
                (newShorter, newLonger) = (limit * newShorter / newLonger, limit);
            }

            return oldHeight <= oldWidth ? (newShorter, newLonger) : (newLonger, newShorter);
        }
    }
}
