using Microsoft.Win32.SafeHandles;

namespace TransferWeb.Vision.Weights;

/// <summary>An open weight file, read at any place by any thread.</summary>
internal sealed class WeightSource : IDisposable
{
    private readonly SafeFileHandle handle;

    private WeightSource(string name, SafeFileHandle handle)
    {
        Name = name;
        this.handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    /// <summary>The file's name without its folder.</summary>
    public string Name { get; }

    public long Length { get; }

    /// <exception cref="WeightsException">The file is missing or may not be read.</exception>
    public static WeightSource Open(string path)
    {
        string name = Path.GetFileName(path);
        try
        {
            return new WeightSource(
                name,
                File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess)
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException(WeightsFault.Unreadable, $"{name} could not be read: {exception.Message}", exception);
        }
    }

    /// <summary>Fills <paramref name="target"/> from <paramref name="offset"/> on.</summary>
    /// <exception cref="WeightsException">The file ends before.</exception>
    public void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            int read = RandomAccess.Read(handle, target, offset);
            if (read == 0)
            {
                throw WeightsException.Damaged(Name, "it ends too early");
            }

            target = target[read..];
            offset += read;
        }
    }

    public byte[] Read(long offset, int count)
    {
        CheckRange(offset, count);
        byte[] bytes = new byte[count];
        Read(offset, bytes);
        return bytes;
    }

    /// <summary>Throws where a part that a header announces does not lie within the file.</summary>
    public void CheckRange(long offset, long count)
    {
        if (offset < 0 || count < 0 || offset > Length || count > Length - offset)
        {
            throw WeightsException.Damaged(Name, "it ends too early");
        }
    }

    public void Dispose() => handle.Dispose();
}
