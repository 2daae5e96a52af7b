using static TorchSharp.torch.nn;

namespace TransferWeb.Training.Data.Augmentation;

/// <summary>Varies a batch of pictures at once, on the device it is on.</summary>
public static class PictureAugmenter
{
    /// <summary>The varied pictures, in the current dispose scope.</summary>
    /// <param name="pictures">[N, S, S, 3], 0 to 1, contiguous; may be changed.</param>
    /// <param name="variations">One a picture.</param>
    /// <param name="fill">Red, green and blue of what is erased.</param>
    public static Tensor Apply(Tensor pictures, IReadOnlyList<PictureVariation> variations, IReadOnlyList<double> fill)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Tensor varied = variations.Any(v => v.Moves) ? Move(pictures, variations) : pictures;
        varied = variations.Any(v => v.Recolours) ? Recolour(varied, variations) : varied;
        foreach ((int index, PictureVariation variation) in variations.Index())
        {
            ChangeOne(varied.select(0, index), variation, fill);
        }

        return varied.MoveToOuterDisposeScope();
    }

    /// <summary>Turns, slants and shifts; what comes in from beyond the edge is mirrored.</summary>
    private static Tensor Move(Tensor pictures, IReadOnlyList<PictureVariation> variations)
    {
        float[] maps = [.. variations.SelectMany(v => v.Affine())];
        Tensor theta = tensor(maps, [variations.Count, 2, 3], device: pictures.device);
        Tensor channelsFirst = pictures.permute(0, 3, 1, 2);
        Tensor grid = functional.affine_grid(theta, channelsFirst.shape, align_corners: false);
        Tensor moved = functional.grid_sample(
            channelsFirst,
            grid,
            GridSampleMode.Bilinear,
            GridSamplePaddingMode.Reflection,
            align_corners: false
        );
        return moved.permute(0, 2, 3, 1).contiguous();
    }

    private static Tensor Recolour(Tensor pictures, IReadOnlyList<PictureVariation> variations)
    {
        Device device = pictures.device;
        ColourMatrix[] colours = [.. variations.Select(v => v.Colours())];
        long count = variations.Count;
        Tensor maps = tensor(Floats(colours.SelectMany(c => c.Rows)), [count, 3, 3], device: device);
        Tensor shares = tensor(Floats(colours.Select(c => c.GreyShare)), [count, 1, 1], device: device);
        Tensor weights = tensor(Floats(ColourMatrix.GreyWeights), [3, 1], device: device);
        Tensor pixels = pictures.view(count, -1, 3);
        Tensor grey = pixels.mean([1], keepdim: true).matmul(weights) * shares;
        return pixels.bmm(maps.transpose(1, 2)).add_(grey).clamp_(0, 1).view(pictures.shape);
    }

    /// <summary>What few pictures of a batch undergo, in place.</summary>
    private static void ChangeOne(Tensor picture, PictureVariation variation, IReadOnlyList<double> fill)
    {
        if (variation.SolarizeFrom is { } threshold)
        {
            picture.copy_(where(picture.ge(threshold), 1 - picture, picture));
        }

        if (variation.Levels is { } levels and < 256)
        {
            picture.mul_(levels).floor_().clamp_(0, levels - 1).div_(levels - 1);
        }

        if (variation.Erased is { } box)
        {
            (long top, long height) = Pixels(box.Top, box.Height, picture.shape[0]);
            (long left, long width) = Pixels(box.Left, box.Width, picture.shape[1]);
            Tensor colour = tensor(Floats(fill), device: picture.device);
            picture.narrow(0, top, height).narrow(1, left, width).copy_(colour);
        }
    }

    private static float[] Floats(IEnumerable<double> values) => [.. values.Select(value => (float)value)];

    private static (long From, long Length) Pixels(double from, double length, long side)
    {
        long pixels = Math.Clamp((long)Math.Round(length * side), 1, side);
        return (Math.Min((long)(from * side), side - pixels), pixels);
    }
}
