using System.Buffers.Binary;
using System.Text;

namespace TransferWeb.Vision.Weights.Containers;

/// <summary>The table of a zip file, with the place of each member's bytes: PyTorch stores them uncompressed, so they are read where they lie.</summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22;
    private const int EntryBytes = 46;
    private const int LocalBytes = 30;
    private const uint MaxTableBytes = 64 << 20;

    /// <summary>Name → offset and length.</summary>
    /// <exception cref="WeightsException">The table is missing (the file is cut off) or contradicts the file.</exception>
    public static Dictionary<string, (long Offset, long Length)> Read(WeightSource source)
    {
        (long tableOffset, long tableLength) = FindTable(source);
        source.CheckRange(tableOffset, tableLength);
        if (tableLength > MaxTableBytes)
        {
            throw Wrong(source);
        }

        ReadOnlySpan<byte> table = source.Read(tableOffset, (int)tableLength);
        Dictionary<string, (long, long)> members = [];
        while (table.Length >= EntryBytes && BinaryPrimitives.ReadUInt32LittleEndian(table) == 0x02014B50)
        {
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(table[28..]);
            int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(table[30..]);
            int entryLength = EntryBytes + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(table[32..]);
            if (entryLength > table.Length)
            {
                throw Wrong(source);
            }

            string name = Encoding.UTF8.GetString(table.Slice(EntryBytes, nameLength));
            if (!members.TryAdd(name, Locate(source, table[..entryLength], table.Slice(EntryBytes + nameLength, extraLength))))
            {
                throw Wrong(source);
            }

            table = table[entryLength..];
        }

        return members;
    }

    private static (long Offset, long Length) FindTable(WeightSource source)
    {
        // The end record is followed by a comment of at most 65535 bytes.
        int tailLength = (int)Math.Min(source.Length, EndBytes + ushort.MaxValue);
        ReadOnlySpan<byte> tail = source.Read(source.Length - tailLength, tailLength);
        int end = tail.LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < EndBytes)
        {
            throw WeightsException.Damaged(source.Name, "its table of contents is missing");
        }

        ReadOnlySpan<byte> record = tail[end..];
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        return offset == uint.MaxValue || length == uint.MaxValue
            ? FindBigTable(source, source.Length - tailLength + end)
            : (offset, length);
    }

    // Zip64: a locator of 20 bytes before the end record points to a record with 64-bit numbers.
    private static (long Offset, long Length) FindBigTable(WeightSource source, long end)
    {
        ReadOnlySpan<byte> locator = source.Read(end - 20, 20);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != 0x07064B50)
        {
            throw Wrong(source);
        }

        ReadOnlySpan<byte> record = source.Read(BinaryPrimitives.ReadInt64LittleEndian(locator[8..]), 56);
        return (BinaryPrimitives.ReadInt64LittleEndian(record[48..]), BinaryPrimitives.ReadInt64LittleEndian(record[40..]));
    }

    private static (long Offset, long Length) Locate(WeightSource source, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        if (BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]) != 0)
        {
            throw new WeightsException(
                WeightsFault.Unsupported,
                $"{source.Name} is a compressed zip; PyTorch writes uncompressed ones. If the weights are a file inside of it, unpack that first."
            );
        }

        long length = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]);
        long header = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        ReadBigNumbers(entry, extra, ref length, ref header);
        ReadOnlySpan<byte> local = source.Read(header, LocalBytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != 0x04034B50)
        {
            throw Wrong(source);
        }

        long offset =
            header
            + LocalBytes
            + BinaryPrimitives.ReadUInt16LittleEndian(local[26..])
            + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
        source.CheckRange(offset, length);
        return (offset, length);
    }

    // The extra field 1 holds, in this order, those of length, stored length and offset that do not fit 32 bits.
    private static void ReadBigNumbers(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra, ref long length, ref long header)
    {
        while (extra.Length >= 4)
        {
            int size = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            ReadOnlySpan<byte> numbers = extra.Slice(4, size);
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
            {
                TakeIfBig(ref numbers, ref length);
                long stored = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
                TakeIfBig(ref numbers, ref stored);
                TakeIfBig(ref numbers, ref header);
            }

            extra = extra[(4 + size)..];
        }
    }

    private static void TakeIfBig(ref ReadOnlySpan<byte> numbers, ref long value)
    {
        if (value == uint.MaxValue && numbers.Length >= 8)
        {
            value = BinaryPrimitives.ReadInt64LittleEndian(numbers);
            numbers = numbers[8..];
        }
    }

    private static WeightsException Wrong(WeightSource source) =>
        WeightsException.Damaged(source.Name, "its table of contents makes no sense");
}
