using TransferWeb.Core.Models;

namespace TransferWeb.Vision.Imaging;

/// <summary>
/// What a picture goes through before a network sees it when nothing is random: short side to <see cref="ResizeSize"/>, then the
/// central square of <see cref="InputSize"/>; torchvision's <c>Resize</c> and <c>CenterCrop</c> to the bit. Immutable; safe on many threads.
/// </summary>
public sealed record ImageTransform
{
    /// <summary>For networks of <paramref name="inputSize"/> pixels a side; the short side becomes <paramref name="resizeSize"/>, by default 256/224 of that.</summary>
    public ImageTransform(int inputSize, int? resizeSize = null, Resampling resampling = Resampling.Bilinear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        InputSize = inputSize;
        ResizeSize = resizeSize ?? inputSize * 256 / 224;
        ArgumentOutOfRangeException.ThrowIfLessThan(ResizeSize, inputSize, nameof(resizeSize));
        Resampling = resampling;
    }

    /// <summary>Side of the square result in pixels.</summary>
    public int InputSize { get; }

    /// <summary>Short side before the crop in pixels; not below <see cref="InputSize"/>.</summary>
    public int ResizeSize { get; }

    /// <summary>How pixels are weighed together.</summary>
    public Resampling Resampling { get; }

    /// <summary>Bytes of one result: InputSize x InputSize x 3.</summary>
    public int ResultBytes => InputSize * InputSize * 3;

    /// <summary>As a backbone was trained; another input size keeps its proportion of the resize to the crop.</summary>
    /// <param name="backbone">The backbone.</param>
    /// <param name="inputSize">Side of the input in pixels; the backbone's own where null.</param>
    public static ImageTransform For(BackboneManifest backbone, int? inputSize = null)
    {
        int size = inputSize ?? backbone.InputSize;
        return new ImageTransform(size, size * backbone.ResizeSize / backbone.InputSize, Named(backbone.Interpolation));
    }

    /// <summary>As a trained model's manifest says.</summary>
    public static ImageTransform For(ModelManifest model) => new(model.InputSize, model.ResizeSize, Named(model.Interpolation));

    /// <summary>Writes the result for a decoded picture: rows from top to bottom, R, G, B.</summary>
    public void Apply(DecodedPicture picture, Span<byte> result) => Apply(picture.Pixels, picture.Width, picture.Height, result);

    /// <summary>Writes the result for height x width x 3 bytes of RGB.</summary>
    public void Apply(ReadOnlySpan<byte> rgb, int width, int height, Span<byte> result)
    {
        (int newWidth, int newHeight) = Resampler.ShortSideSize(width, height, ResizeSize);
        PixelBox crop = Resampler.CenterCropBox(newWidth, newHeight, InputSize);
        Resampler.Resize(rgb, width, height, PixelBox.Whole(width, height), newWidth, newHeight, crop, result, Resampling);
    }

    private static Resampling Named(string interpolation) =>
        interpolation switch
        {
            "bilinear" => Resampling.Bilinear,
            "bicubic" => Resampling.Bicubic,
            _ => throw new ArgumentException($"There is no interpolation named '{interpolation}'.", nameof(interpolation)),
        };
}
