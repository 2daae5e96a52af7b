using System.Buffers;

namespace TransferWeb.Jobs.Datasets;

/// <summary>Copies streams of which nobody knows how long they are.</summary>
internal static class BoundedCopy
{
    /// <summary>Copies to the end, in constant memory.</summary>
    /// <returns>The bytes copied; null where there are more than <paramref name="maximum"/>, of which the rest is not read.</returns>
    public static async Task<long?> CopyAsync(Stream source, Stream target, long maximum, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(128 << 10);
        try
        {
            long copied = 0;
            while (await source.ReadAsync(buffer, cancellationToken) is > 0 and int read)
            {
                copied += read;
                if (copied > maximum)
                {
                    return null;
                }

                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return copied;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
