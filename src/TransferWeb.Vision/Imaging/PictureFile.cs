using System.Buffers;

namespace TransferWeb.Vision.Imaging;

/// <summary>The content of a picture's file in pooled memory.</summary>
internal sealed class PictureFile : IDisposable
{
    private readonly byte[] rented;
    private readonly int length;

    private PictureFile(string name, byte[] rented, int length) => (Name, this.rented, this.length) = (name, rented, length);

    /// <summary>The file's name without its folder.</summary>
    public string Name { get; }

    public ReadOnlySpan<byte> Bytes => rented.AsSpan(0, length);

    /// <summary>Reads a whole file of a size within the limits.</summary>
    public static PictureFile Read(string path, DecodeLimits limits)
    {
        string name = Path.GetFileName(path);
        byte[]? buffer = null;
        try
        {
            using FileStream stream = Open(path);
            limits.CheckFileSize(stream.Length, name);
            int length = checked((int)stream.Length);
            buffer = ArrayPool<byte>.Shared.Rent(length);
            stream.ReadExactly(buffer, 0, length);
            return new PictureFile(name, buffer, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            throw Unreadable(name, exception);
        }
    }

    /// <summary>The first bytes of a file, as many as recognising its format takes.</summary>
    public static byte[] ReadHeader(string path, int count, DecodeLimits limits)
    {
        string name = Path.GetFileName(path);
        try
        {
            using FileStream stream = Open(path);
            limits.CheckFileSize(stream.Length, name);
            byte[] header = new byte[Math.Min(count, stream.Length)];
            stream.ReadExactly(header);
            return header;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(name, exception);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(rented);

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    private static PictureException Unreadable(string name, Exception cause) =>
        new(PictureFault.Unreadable, $"{name} could not be read: {cause.Message}", cause);
}
