using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>A change of a picture or a batch of pictures: (C, H, W) or (N, C, H, W).</summary>
    public interface ITransform : nn.IModule<Tensor, Tensor>;

    /// <summary>Makers of picture transforms, as torchvision's.</summary>
    public static partial class transforms
    {
        /// <summary>Several transforms one after the other.</summary>
        public static ITransform Compose(params ITransform[] transforms) => new ComposedTransform(transforms);

        /// <summary>Resizes so that the shorter side has this length. Mind the default: nearest pixel, without antialiasing.</summary>
        public static ITransform Resize(
            int size,
            InterpolationMode interpolation = InterpolationMode.Nearest,
            int? maxSize = null,
            bool antialias = false
        ) => new ResizeTransform(size, null, interpolation, maxSize, antialias);

        /// <summary>Resizes to a height and width.</summary>
        public static ITransform Resize(
            int height,
            int width,
            InterpolationMode interpolation = InterpolationMode.Nearest,
            int? maxSize = null,
            bool antialias = false
        ) => new ResizeTransform(height, width, interpolation, maxSize, antialias);

        /// <summary>Cuts a square out of the middle; what lies outside the picture is black.</summary>
        public static ITransform CenterCrop(int size) => new CenterCropTransform(size, size);

        /// <summary>Cuts a rectangle out of the middle; what lies outside the picture is black.</summary>
        public static ITransform CenterCrop(int height, int width) => new CenterCropTransform(height, width);

        /// <summary>Takes each channel's mean off and divides by its deviation.</summary>
        public static ITransform Normalize(
            double[] means,
            double[] stdevs,
            ScalarType dtype = ScalarType.Float32,
            Device? device = null
        ) => new NormalizeTransform(means, stdevs, dtype, device);

        /// <summary>Mirrors left and right with a probability.</summary>
        public static ITransform RandomHorizontalFlip(double p = 0.5) => new RandomFlipTransform(p);

        /// <summary>Cuts out a random part and resizes it to a square.</summary>
        public static ITransform RandomResizedCrop(
            int size,
            double scaleMin = 0.08,
            double scaleMax = 1.0,
            double ratioMin = 0.75,
            double ratioMax = 1.3333333333333
        ) => new RandomResizedCropTransform(size, size, scaleMin, scaleMax, ratioMin, ratioMax);

        /// <summary>Cuts out a random part and resizes it to a height and width.</summary>
        public static ITransform RandomResizedCrop(
            int height,
            int width,
            double scaleMin = 0.08,
            double scaleMax = 1.0,
            double ratioMin = 0.75,
            double ratioMax = 1.3333333333333
        ) => new RandomResizedCropTransform(height, width, scaleMin, scaleMax, ratioMin, ratioMax);
    }
}
