using System.Buffers;

namespace TransferWeb.Training.Data;

/// <summary>A decoded picture that is kept, or worth keeping.</summary>
public sealed class CachedPicture : IDisposable
{
    private const int Channels = 3;

    private readonly byte[] pixels;
    private readonly bool rented;

    internal CachedPicture(byte[] pixels, int width, int height, bool rented) =>
        (this.pixels, this.rented, Width, Height) = (pixels, rented, width, height);

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; }

    /// <summary>Width x height x 3 bytes, R, G, B; valid until this is disposed.</summary>
    public ReadOnlySpan<byte> Pixels => pixels.AsSpan(0, Width * Height * Channels);

    /// <summary>The same, for whoever has just rented it.</summary>
    internal Span<byte> Writable => pixels.AsSpan(0, Width * Height * Channels);

    /// <summary>Room for a picture, its pixels still undefined.</summary>
    public static CachedPicture Rent(int width, int height) =>
        new(ArrayPool<byte>.Shared.Rent(width * height * Channels), width, height, rented: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (rented)
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }
}
