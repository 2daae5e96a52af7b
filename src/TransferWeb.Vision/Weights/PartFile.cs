namespace TransferWeb.Vision.Weights;

/// <summary>
/// A download under way: a file named <c>….part</c> that only this process writes. What the disk refuses comes out as
/// <see cref="WeightsException"/>, so that it is never taken for a cut connection.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private readonly FileStream stream;
    private readonly string name;

    private PartFile(FileStream stream, string name) => (this.stream, this.name) = (stream, name);

    /// <summary>Bytes received so far.</summary>
    public long Length { get; private set; }

    /// <summary>Opens or makes the part of <paramref name="name"/>; what an earlier attempt received is kept.</summary>
    public static PartFile Open(string path, string name) =>
        Guard(
            path,
            name,
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                FileStream stream = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
                return new PartFile(stream, name) { Length = stream.Seek(0, SeekOrigin.End) };
            }
        );

    public void Append(byte[] bytes, int count) =>
        Guard(
            stream.Name,
            name,
            () =>
            {
                stream.Write(bytes, 0, count);
                return Length += count;
            }
        );

    /// <summary>Forgets what was received.</summary>
    public void Clear()
    {
        if (Length > 0)
        {
            Guard(
                stream.Name,
                name,
                () =>
                {
                    stream.SetLength(0);
                    return Length = 0;
                }
            );
        }
    }

    public void Flush() =>
        Guard(
            stream.Name,
            name,
            () =>
            {
                stream.Flush(flushToDisk: true);
                return Length;
            }
        );

    public void Dispose() => stream.Dispose();

    private static T Guard<T>(string path, string name, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageFaults.Of(exception, name, Path.GetDirectoryName(path)!);
        }
    }
}
