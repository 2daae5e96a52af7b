using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>Cuts out a random part of pictures, of random size and shape, and resizes it.</summary>
    private sealed class RandomResizedCropTransform(
        int height,
        int width,
        double scaleMin,
        double scaleMax,
        double ratioMin,
        double ratioMax
    ) : ITransform
    {
        private const int Attempts = 10;

        public Tensor call(Tensor input1)
        {
            long[] shape = input1.shape;
            (long top, long left, long cropHeight, long cropWidth) = Draw(shape[^2], shape[^1]);
            using Tensor part = Pictures.Crop(input1, top, left, cropHeight, cropWidth);
            return Pictures.Resize(part, height, width, InterpolationMode.Bilinear, antialias: true);
        }

        private (long Top, long Left, long Height, long Width) Draw(long fullHeight, long fullWidth)
        {
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                using Tensor drawn = rand(4, ScalarType.Float64);
                double[] part = drawn.data<double>().ToArray();
                double area = fullHeight * fullWidth * (scaleMin + part[0] * (scaleMax - scaleMin));
                double ratio = Math.Exp(Math.Log(ratioMin) + part[1] * (Math.Log(ratioMax) - Math.Log(ratioMin)));
                long cropWidth = (long)Math.Round(Math.Sqrt(area * ratio));
                long cropHeight = (long)Math.Round(Math.Sqrt(area / ratio));
                if (cropWidth > 0 && cropWidth <= fullWidth && cropHeight > 0 && cropHeight <= fullHeight)
                {
                    long top = (long)(part[2] * (fullHeight - cropHeight + 1));
                    long left = (long)(part[3] * (fullWidth - cropWidth + 1));
                    return (top, left, cropHeight, cropWidth);
                }
            }

            return Middle(fullHeight, fullWidth);
        }

        /// <summary>The largest middle part whose shape is allowed, for when no drawn one fitted.</summary>
        private (long Top, long Left, long Height, long Width) Middle(long fullHeight, long fullWidth)
        {
            double ratio = (double)fullWidth / fullHeight;
            long cropWidth = ratio > ratioMax ? (long)Math.Round(fullHeight * ratioMax) : fullWidth;
            long cropHeight = ratio < ratioMin ? (long)Math.Round(fullWidth / ratioMin) : fullHeight;
            return ((fullHeight - cropHeight) / 2, (fullWidth - cropWidth) / 2, cropHeight, cropWidth);
        }
    }
}
