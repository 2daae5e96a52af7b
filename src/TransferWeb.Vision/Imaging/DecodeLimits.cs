namespace TransferWeb.Vision.Imaging;

/// <summary>
/// What a picture may cost, checked against its header before a pixel is decoded.
/// Decoding holds at most about 7 bytes a pixel at once (4 of the decoder, 3 of the result).
/// </summary>
/// <param name="MaxPixels">Most pixels, width times height.</param>
/// <param name="MaxSide">Longest side in pixels; this length itself is refused.</param>
/// <param name="MaxFileBytes">Biggest file in bytes.</param>
public sealed record DecodeLimits(long MaxPixels = 100_000_000, int MaxSide = 30_000, long MaxFileBytes = 512L << 20)
{
    /// <summary>100 megapixels, sides below 30,000 pixels, 512 MiB.</summary>
    public static DecodeLimits Default { get; } = new();

    /// <summary>Throws <see cref="PictureException"/> (<see cref="PictureFault.TooLarge"/>) for a size above the limits.</summary>
    internal void Check(int width, int height, string name)
    {
        if (width >= MaxSide || height >= MaxSide || (long)width * height > MaxPixels)
        {
            throw new PictureException(
                PictureFault.TooLarge,
                FormattableString.Invariant(
                    $"{name} has {width:N0} x {height:N0} pixels; the most is {MaxPixels / 1e6:0.#} megapixels with sides below {MaxSide:N0}. Make it smaller and add it again."
                )
            );
        }
    }

    /// <summary>Throws <see cref="PictureException"/> for an empty file or one that is too big.</summary>
    internal void CheckFileSize(long sizeBytes, string name)
    {
        if (sizeBytes == 0)
        {
            throw new PictureException(PictureFault.Empty, $"{name} is an empty file. Copy it again from where it came from.");
        }

        if (sizeBytes > MaxFileBytes)
        {
            throw new PictureException(
                PictureFault.TooLarge,
                FormattableString.Invariant(
                    $"{name} has {sizeBytes / 1048576.0:N1} MiB; the most is {MaxFileBytes / 1048576.0:N0} MiB. Make it smaller and add it again."
                )
            );
        }
    }
}
