using System.Buffers.Binary;

namespace TransferWeb.Vision.Weights;

/// <summary>Reads a stretch of a weight file from front to back.</summary>
internal sealed class ByteCursor
{
    private readonly byte[] buffer = new byte[1 << 15];
    private readonly WeightSource source;
    private readonly long end;
    private int at;
    private int filled;
    private long next;

    public ByteCursor(WeightSource source, long start, long length)
    {
        source.CheckRange(start, length);
        this.source = source;
        next = start;
        end = start + length;
    }

    public WeightSource Source => source;

    /// <summary>Place in the file of the next byte.</summary>
    public long Position => next - (filled - at);

    /// <summary>Bytes left in the stretch.</summary>
    public long Remaining => end - Position;

    public byte ReadByte()
    {
        if (at == filled)
        {
            Refill();
        }

        return buffer[at++];
    }

    public byte[] ReadBytes(long count)
    {
        if (count < 0 || count > Remaining)
        {
            throw TooShort();
        }

        byte[] bytes = new byte[count];
        Read(bytes);
        return bytes;
    }

    public int ReadInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    public long ReadInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        Read(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    public void Read(Span<byte> target)
    {
        for (int i = 0; i < target.Length; )
        {
            if (at == filled)
            {
                Refill();
            }

            int part = Math.Min(filled - at, target.Length - i);
            buffer.AsSpan(at, part).CopyTo(target[i..]);
            at += part;
            i += part;
        }
    }

    /// <summary>Leaves out bytes that must be there.</summary>
    public void Skip(long count)
    {
        if (count < 0 || count > Remaining)
        {
            throw TooShort();
        }

        next = Position + count;
        at = filled = 0;
    }

    public WeightsException TooShort() => WeightsException.Damaged(source.Name, "it ends too early");

    private void Refill()
    {
        int part = (int)Math.Min(buffer.Length, end - next);
        if (part == 0)
        {
            throw TooShort();
        }

        source.Read(next, buffer.AsSpan(0, part));
        next += part;
        at = 0;
        filled = part;
    }
}
