namespace TransferWeb.Training.Data.Augmentation;

/// <summary>
/// Brightness, contrast, saturation and hue as one linear map of a pixel's red, green and blue (0 to 1), and one number that is added to each: a share of the picture's
/// mean grey, towards which contrast draws.
/// </summary>
/// <param name="Rows">Three rows of three factors, one after another.</param>
/// <param name="GreyShare">How much of the picture's mean grey is added.</param>
public sealed record ColourMatrix(double[] Rows, double GreyShare)
{
    /// <summary>Shares of red, green and blue in a grey of the same brightness (ITU-R BT.601).</summary>
    public static IReadOnlyList<double> GreyWeights { get; } = [0.299, 0.587, 0.114];

    private static readonly double[] ToYiq = [0.299, 0.587, 0.114, 0.595716, -0.274453, -0.321263, 0.211456, -0.522591, 0.311135];
    private static readonly double[] FromYiq = [1, 0.9563, 0.6210, 1, -0.2721, -0.6474, 1, -1.1070, 1.7046];

    /// <summary>Makes it. Factors of 1 and a hue of 0 change nothing.</summary>
    /// <param name="brightness">Factor of all values.</param>
    /// <param name="contrast">Factor of the distance from the picture's mean grey.</param>
    /// <param name="saturation">Factor of the distance from the pixel's own grey.</param>
    /// <param name="hueDegrees">Turn of the colour circle.</param>
    public static ColourMatrix Of(double brightness, double contrast, double saturation, double hueDegrees)
    {
        // Greys stay as they are under saturation and hue, so contrast's share of grey passes through both.
        double[] colours = Product(Hue(hueDegrees), Saturation(saturation));
        return new([.. colours.Select(value => value * brightness * contrast)], brightness * (1 - contrast));
    }

    private static double[] Saturation(double factor) =>
        [.. Enumerable.Range(0, 9).Select(i => (i / 3 == i % 3 ? factor : 0) + ((1 - factor) * GreyWeights[i % 3]))];

    private static double[] Hue(double degrees)
    {
        if (degrees == 0)
        {
            return [1, 0, 0, 0, 1, 0, 0, 0, 1];
        }

        (double sine, double cosine) = Math.SinCos(degrees * Math.PI / 180);
        return Product(FromYiq, Product([1, 0, 0, 0, cosine, -sine, 0, sine, cosine], ToYiq));
    }

    private static double[] Product(double[] left, double[] right) =>
        [
            .. Enumerable
                .Range(0, 9)
                .Select(i => Enumerable.Range(0, 3).Sum(k => left[(i / 3 * 3) + k] * right[(k * 3) + (i % 3)])),
        ];
}
