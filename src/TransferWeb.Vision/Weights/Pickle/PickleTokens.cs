using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace TransferWeb.Vision.Weights.Pickle;

/// <summary>Reads the numbers and texts that follow a pickle's opcodes.</summary>
internal sealed class PickleTokens(ByteCursor cursor)
{
    private const int MaxTextBytes = 1 << 20;

    /// <summary>The value of an opcode that stands for a number, a text or None; false where it stands for something else.</summary>
    public bool TryReadConstant(byte opcode, out object? value)
    {
        bool isKnown = true;
        value = opcode switch
        {
            (byte)'N' => null,
            0x88 => true,
            0x89 => false,
            (byte)'J' => (long)cursor.ReadInt32(),
            (byte)'K' => (long)cursor.ReadByte(),
            (byte)'M' => (long)(cursor.ReadByte() | (cursor.ReadByte() << 8)),
            0x8A => ReadInteger(cursor.ReadByte()),
            (byte)'G' => BinaryPrimitives.ReadDoubleBigEndian(cursor.ReadBytes(8)),
            (byte)'I' or (byte)'L' or (byte)'F' => ReadNumberLine(),
            (byte)'X' or (byte)'T' => ReadString(cursor.ReadInt32()),
            0x8C or (byte)'U' => ReadString(cursor.ReadByte()),
            0x8D => ReadString(cursor.ReadInt64()),
            (byte)'V' => ReadLine(),
            (byte)'S' => ReadLine().Trim('\'', '"'),
            (byte)'C' => SkipBytes(cursor.ReadByte()),
            (byte)'B' => SkipBytes(cursor.ReadInt32()),
            0x8E => SkipBytes(cursor.ReadInt64()),
            _ => isKnown = false,
        };
        return isKnown;
    }

    private string ReadString(long length) =>
        length is >= 0 and <= MaxTextBytes
            ? Encoding.UTF8.GetString(cursor.ReadBytes(length))
            : throw Damaged("a text of impossible length");

    /// <summary>A text up to the end of its line.</summary>
    public string ReadLine()
    {
        List<byte> line = [];
        for (byte next = cursor.ReadByte(); next != '\n'; next = cursor.ReadByte())
        {
            if (line.Count == MaxTextBytes)
            {
                throw Damaged("a text of impossible length");
            }

            line.Add(next);
        }

        return Encoding.UTF8.GetString([.. line]);
    }

    // Of numbers longer than 8 bytes only the legacy container's magic number occurs, which is compared as bytes.
    private object ReadInteger(byte length)
    {
        byte[] littleEndian = cursor.ReadBytes(length);
        if (length > 8)
        {
            return new PickleOpaque();
        }

        return (long)new BigInteger(littleEndian);
    }

    private object ReadNumberLine() =>
        ReadLine() switch
        {
            "00" => false,
            "01" => true,
            var text when long.TryParse(text.TrimEnd('L'), CultureInfo.InvariantCulture, out long integer) => integer,
            var text when double.TryParse(text, CultureInfo.InvariantCulture, out double real) => real,
            _ => throw Damaged("a wrong number"),
        };

    /// <summary>The number of a memo entry, written as text.</summary>
    public long ReadIndexLine() =>
        long.TryParse(ReadLine(), NumberStyles.None, CultureInfo.InvariantCulture, out long index)
            ? index
            : throw Damaged("a wrong reference");

    private PickleOpaque SkipBytes(long length)
    {
        cursor.Skip(length);
        return new PickleOpaque();
    }

    private WeightsException Damaged(string detail) => WeightsException.Damaged(cursor.Source.Name, detail);
}
