namespace TransferWeb.Training.Data.Augmentation;

/// <summary>A box inside a square picture, its sides and place as shares of the side, 0 to 1.</summary>
public sealed record ErasedBox(double Top, double Left, double Height, double Width);

/// <summary>How one picture is varied in one epoch.</summary>
public sealed record PictureVariation
{
    /// <summary>Turn in degrees.</summary>
    public double Rotation { get; init; }

    /// <summary>Slant along x and along y.</summary>
    public (double X, double Y) Shear { get; init; }

    /// <summary>Move along x and along y, as shares of the side.</summary>
    public (double X, double Y) Shift { get; init; }

    /// <summary>Factor of the brightness.</summary>
    public double Brightness { get; init; } = 1;

    /// <summary>Factor of the contrast.</summary>
    public double Contrast { get; init; } = 1;

    /// <summary>Factor of the saturation.</summary>
    public double Saturation { get; init; } = 1;

    /// <summary>Turn of the colour circle in degrees.</summary>
    public double Hue { get; init; }

    /// <summary>Values from here on are turned into their negative; null turns none.</summary>
    public double? SolarizeFrom { get; init; }

    /// <summary>Values keep only so many steps of brightness; null keeps all.</summary>
    public int? Levels { get; init; }

    /// <summary>What is covered, or null.</summary>
    public ErasedBox? Erased { get; init; }

    /// <summary>Whether pixels move.</summary>
    public bool Moves => Rotation != 0 || Shear != default || Shift != default;

    /// <summary>Whether colours change by a linear map.</summary>
    public bool Recolours => Brightness != 1 || Contrast != 1 || Saturation != 1 || Hue != 0;

    private static readonly Func<PictureVariation, double, PictureVariation>[] Operations =
    [
        // Each takes a strength from −1 to 1; the ends are those of RandAugment's usual range.
        (variation, s) => variation with { Rotation = variation.Rotation + (30 * s) },
        (variation, s) => variation with { Shear = (variation.Shear.X + (0.3 * s), variation.Shear.Y) },
        (variation, s) => variation with { Shear = (variation.Shear.X, variation.Shear.Y + (0.3 * s)) },
        (variation, s) => variation with { Shift = (variation.Shift.X + (0.3 * s), variation.Shift.Y) },
        (variation, s) => variation with { Shift = (variation.Shift.X, variation.Shift.Y + (0.3 * s)) },
        (variation, s) => variation with { Brightness = variation.Brightness * (1 + (0.5 * s)) },
        (variation, s) => variation with { Contrast = variation.Contrast * (1 + (0.5 * s)) },
        (variation, s) => variation with { Saturation = variation.Saturation * (1 + (0.9 * s)) },
        (variation, s) => variation with { SolarizeFrom = 1 - (0.5 * Math.Abs(s)) },
        (variation, s) => variation with { Levels = 1 << (8 - (int)Math.Round(4 * Math.Abs(s))) },
    ];

    /// <summary>The affine map from places in the result to places in the source, in coordinates from −1 to 1: two rows of three.</summary>
    public float[] Affine()
    {
        (double sine, double cosine) = Math.SinCos(Rotation * Math.PI / 180);
        return
        [
            (float)(cosine - (sine * Shear.Y)),
            (float)((cosine * Shear.X) - sine),
            (float)(2 * Shift.X),
            (float)(sine + (cosine * Shear.Y)),
            (float)((sine * Shear.X) + cosine),
            (float)(2 * Shift.Y),
        ];
    }

    /// <summary>The change of colours as a linear map.</summary>
    public ColourMatrix Colours() => ColourMatrix.Of(Brightness, Contrast, Saturation, Hue);

    /// <summary>Draws one.</summary>
    public static PictureVariation Draw(AugmentationPreset preset, Random random)
    {
        PictureVariation variation = new()
        {
            Rotation = preset.Rotation * Either(random),
            Brightness = 1 + (preset.Colour * Either(random)),
            Contrast = 1 + (preset.Colour * Either(random)),
            Saturation = 1 + (preset.Colour * Either(random)),
            Hue = preset.Hue * Either(random),
        };
        foreach (int operation in random.GetItems(Enumerable.Range(0, Operations.Length).ToArray(), preset.Operations))
        {
            variation = Operations[operation](variation, Either(random));
        }

        return random.NextDouble() < preset.EraseChance ? variation with { Erased = DrawBox(random) } : variation;
    }

    /// <summary>A box of 2 to 20 % of the area, up to three times as long as wide.</summary>
    private static ErasedBox DrawBox(Random random)
    {
        double area = 0.02 + (0.18 * random.NextDouble());
        double ratio = Math.Exp(Math.Log(3) * Either(random));
        double height = Math.Min(1, Math.Sqrt(area * ratio));
        double width = Math.Min(1, Math.Sqrt(area / ratio));
        return new((1 - height) * random.NextDouble(), (1 - width) * random.NextDouble(), height, width);
    }

    /// <summary>Evenly from −1 to 1.</summary>
    private static double Either(Random random) => (2 * random.NextDouble()) - 1;
}
