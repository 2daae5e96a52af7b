using System.Buffers.Binary;

namespace TransferWeb.Vision.Imaging;

/// <summary>The headers of a Windows bitmap, checked.</summary>
internal readonly record struct BmpHeader
{
    private const int FileHeaderBytes = 14;
    private const int CoreHeaderBytes = 12;

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Rows run from the bottom of the picture to its top, as most bitmaps have it.</summary>
    public required bool IsBottomUp { get; init; }

    /// <summary>1, 4, 8, 16, 24 or 32.</summary>
    public required int BitsPerPixel { get; init; }

    /// <summary>Where the pixels begin, in bytes from the start of the file.</summary>
    public required long PixelOffset { get; init; }

    /// <summary>Where the palette begins, and its number of entries; none above 8 bits a pixel.</summary>
    public required int PaletteOffset { get; init; }

    public required int PaletteEntries { get; init; }

    /// <summary>Bytes of one palette entry: 3 in the oldest files, else 4.</summary>
    public required int PaletteEntryBytes { get; init; }

    /// <summary>Bit masks of red, green and blue at 16 and 32 bits a pixel.</summary>
    public required (uint Red, uint Green, uint Blue) Masks { get; init; }

    /// <summary>Bytes of one row: rows are padded to whole 32-bit words.</summary>
    public long RowBytes => (((long)Width * BitsPerPixel) + 31) / 32 * 4;

    /// <summary>Reads the header at the start of <paramref name="bytes"/>; the pixels need not be there.</summary>
    /// <exception cref="PictureException">Cut off, contradictory, or of a kind that is not decoded.</exception>
    public static BmpHeader Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < FileHeaderBytes + CoreHeaderBytes)
        {
            throw Damaged(name);
        }

        int headerBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[FileHeaderBytes..]);
        if (headerBytes > 124 || bytes.Length < FileHeaderBytes + headerBytes)
        {
            throw Damaged(name);
        }

        ReadOnlySpan<byte> info = bytes.Slice(FileHeaderBytes, headerBytes);
        bool isCore = headerBytes == CoreHeaderBytes;
        (int width, int height, int bits, uint compression, uint colours) = isCore ? ReadCore(info) : ReadInfo(info);
        if (width <= 0 || height is 0 or int.MinValue || (bits <= 8 && colours > 1u << bits))
        {
            throw Damaged(name);
        }

        CheckKind(bits, compression, name);
        bool hasMasks = compression == 3;
        return new BmpHeader
        {
            Width = width,
            Height = Math.Abs(height),
            IsBottomUp = height > 0,
            BitsPerPixel = bits,
            PixelOffset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]),
            PaletteOffset = FileHeaderBytes + headerBytes + (hasMasks && headerBytes == 40 ? 12 : 0),
            PaletteEntries =
                bits > 8 ? 0
                : colours == 0 ? 1 << bits
                : (int)colours,
            PaletteEntryBytes = isCore ? 3 : 4,
            Masks = hasMasks ? ReadMasks(bytes, name) : DefaultMasks(bits),
        };
    }

    public static PictureException Damaged(string name) =>
        new(PictureFault.Truncated, $"{name} is damaged or cut off (BMP). Copy it again from where it came from.");

    // The oldest header has 16-bit sides and nothing more; all later ones begin alike.
    private static (int Width, int Height, int Bits, uint Compression, uint Colours) ReadCore(ReadOnlySpan<byte> info) =>
        (
            BinaryPrimitives.ReadUInt16LittleEndian(info[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(info[6..]),
            BinaryPrimitives.ReadUInt16LittleEndian(info[10..]),
            0,
            0
        );

    private static (int Width, int Height, int Bits, uint Compression, uint Colours) ReadInfo(ReadOnlySpan<byte> info) =>
        (
            BinaryPrimitives.ReadInt32LittleEndian(info[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(info[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(info[14..]),
            BinaryPrimitives.ReadUInt32LittleEndian(info[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(info[32..])
        );

    private static void CheckKind(int bits, uint compression, string name)
    {
        bool isPlain = compression == 0 && bits is 1 or 4 or 8 or 16 or 24 or 32;
        bool isMasked = compression == 3 && bits is 16 or 32;
        if (!isPlain && !isMasked)
        {
            throw new PictureException(
                PictureFault.Unsupported,
                $"{name} is a BMP of a rare kind ({bits} bits a pixel, compression {compression}), which is not supported. Save it as JPEG or PNG and add it again."
            );
        }
    }

    // Both right behind the 40-byte header and inside the longer ones, the masks are at the same place.
    private static (uint Red, uint Green, uint Blue) ReadMasks(ReadOnlySpan<byte> bytes, string name)
    {
        const int maskOffset = FileHeaderBytes + 40;
        if (bytes.Length < maskOffset + 12)
        {
            throw Damaged(name);
        }

        return (
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[maskOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[(maskOffset + 4)..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[(maskOffset + 8)..])
        );
    }

    private static (uint Red, uint Green, uint Blue) DefaultMasks(int bits) =>
        bits == 16 ? (0x7C00u, 0x03E0u, 0x001Fu) : (0x00FF0000u, 0x0000FF00u, 0x000000FFu);
}
