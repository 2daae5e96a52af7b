using System.Buffers.Binary;
using System.Numerics;

namespace TransferWeb.Vision.Imaging;

/// <summary>Decodes Windows bitmaps of 1, 4, 8, 16, 24 and 32 bits a pixel without compression. libvips has no decoder of its own for them.</summary>
internal static class BmpReader
{
    /// <summary>Writes the pixels as RGB, top row first.</summary>
    /// <exception cref="PictureException">The file is cut off.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, in BmpHeader header, string name, Span<byte> rgb)
    {
        long end = header.PixelOffset + (header.RowBytes * header.Height);
        if (end > bytes.Length)
        {
            throw BmpHeader.Damaged(name);
        }

        byte[] palette = ReadPalette(bytes, header, name);
        for (int y = 0; y < header.Height; y++)
        {
            long stored = header.IsBottomUp ? header.Height - 1 - y : y;
            ReadOnlySpan<byte> row = bytes.Slice((int)(header.PixelOffset + (stored * header.RowBytes)), (int)header.RowBytes);
            Span<byte> target = rgb.Slice(y * header.Width * 3, header.Width * 3);
            switch (header.BitsPerPixel)
            {
                case <= 8:
                    ReadIndexedRow(row, header.BitsPerPixel, palette, target);
                    break;
                case 24:
                    ReadBgrRow(row, target);
                    break;
                default:
                    ReadMaskedRow(row, header, target);
                    break;
            }
        }
    }

    // 256 entries of 3 bytes: an index that the file does not define is black.
    private static byte[] ReadPalette(ReadOnlySpan<byte> bytes, in BmpHeader header, string name)
    {
        byte[] palette = new byte[256 * 3];
        if (header.PaletteOffset + ((long)header.PaletteEntries * header.PaletteEntryBytes) > bytes.Length)
        {
            throw BmpHeader.Damaged(name);
        }

        for (int i = 0; i < header.PaletteEntries; i++)
        {
            ReadOnlySpan<byte> entry = bytes.Slice(header.PaletteOffset + (i * header.PaletteEntryBytes), 3);
            (palette[i * 3], palette[(i * 3) + 1], palette[(i * 3) + 2]) = (entry[2], entry[1], entry[0]);
        }

        return palette;
    }

    private static void ReadIndexedRow(ReadOnlySpan<byte> row, int bits, ReadOnlySpan<byte> palette, Span<byte> rgb)
    {
        int perByte = 8 / bits;
        int mask = (1 << bits) - 1;
        for (int x = 0; x * 3 < rgb.Length; x++)
        {
            int index = (row[x / perByte] >> (8 - bits - (x % perByte * bits))) & mask;
            palette.Slice(index * 3, 3).CopyTo(rgb[(x * 3)..]);
        }
    }

    private static void ReadBgrRow(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        for (int i = 0; i < rgb.Length; i += 3)
        {
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (row[i + 2], row[i + 1], row[i]);
        }
    }

    private static void ReadMaskedRow(ReadOnlySpan<byte> row, in BmpHeader header, Span<byte> rgb)
    {
        int bytesPerPixel = header.BitsPerPixel / 8;
        for (int x = 0; x * 3 < rgb.Length; x++)
        {
            ReadOnlySpan<byte> at = row[(x * bytesPerPixel)..];
            uint pixel =
                bytesPerPixel == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
            rgb[x * 3] = Extract(pixel, header.Masks.Red);
            rgb[(x * 3) + 1] = Extract(pixel, header.Masks.Green);
            rgb[(x * 3) + 2] = Extract(pixel, header.Masks.Blue);
        }
    }

    private static byte Extract(uint pixel, uint mask)
    {
        if (mask == 0)
        {
            return 0;
        }

        int shift = BitOperations.TrailingZeroCount(mask);
        return (byte)((ulong)((pixel & mask) >> shift) * 255 / (mask >> shift));
    }
}
