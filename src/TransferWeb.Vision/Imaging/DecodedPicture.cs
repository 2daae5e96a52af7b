using System.Buffers;

namespace TransferWeb.Vision.Imaging;

/// <summary>
/// A decoded picture: 8-bit RGB, rows from top to bottom without padding, the right way up.
/// Its memory is pooled: dispose it when its pixels are no longer needed.
/// </summary>
public sealed class DecodedPicture : IDisposable
{
    private byte[]? pixels;

    internal DecodedPicture(int width, int height, PictureFormat format)
    {
        Width = width;
        Height = height;
        Format = format;
        pixels = ArrayPool<byte>.Shared.Rent(checked(width * height * 3));
    }

    /// <summary>Width in pixels, 1 or more.</summary>
    public int Width { get; }

    /// <summary>Height in pixels, 1 or more.</summary>
    public int Height { get; }

    /// <summary>The format found in the file.</summary>
    public PictureFormat Format { get; }

    /// <summary>Whether the file's name claims another format than it has: a GIF named <c>.jpg</c>.</summary>
    public bool ExtensionMismatch { get; internal init; }

    /// <summary>Height x Width x 3 bytes, R, G, B.</summary>
    /// <exception cref="ObjectDisposedException">The picture was disposed.</exception>
    public ReadOnlySpan<byte> Pixels => WritablePixels;

    internal Span<byte> WritablePixels
    {
        get
        {
            ObjectDisposedException.ThrowIf(pixels is null, this);
            return pixels.AsSpan(0, Width * Height * 3);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref pixels, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
