using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TransferWeb.Vision.Imaging;

/// <summary>
/// Antialiased bilinear and bicubic resizing of 8-bit RGB, equal to Pillow's <c>Image.resize</c> to the bit: a pass along rows, rounded to 8
/// bits, then a pass along columns. Only what the wanted part of the result draws from is computed.
/// </summary>
public static class Resampler
{
    /// <summary>Size after torchvision's <c>Resize(size)</c>: the short side becomes <paramref name="size"/>, the long one is cut to a whole number.</summary>
    public static (int Width, int Height) ShortSideSize(int width, int height, int size)
    {
        int longSide = (int)((double)((long)size * Math.Max(width, height)) / Math.Min(width, height));
        return width <= height ? (size, longSide) : (longSide, size);
    }

    /// <summary>The box of torchvision's <c>CenterCrop(size)</c> in a picture that is at least as big; halves are rounded to even.</summary>
    public static PixelBox CenterCropBox(int width, int height, int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Math.Min(width, height));
        return new PixelBox((int)Math.Round((width - size) / 2.0), (int)Math.Round((height - size) / 2.0), size, size);
    }

    /// <summary>Resizes a whole picture; spans are height x width x 3 bytes.</summary>
    public static void Resize(
        ReadOnlySpan<byte> source,
        int width,
        int height,
        Span<byte> result,
        int newWidth,
        int newHeight,
        Resampling resampling = Resampling.Bilinear
    ) =>
        Resize(
            source,
            width,
            height,
            PixelBox.Whole(width, height),
            newWidth,
            newHeight,
            PixelBox.Whole(newWidth, newHeight),
            result,
            resampling
        );

    /// <summary>Cuts <paramref name="box"/> out and resizes it to a square of <paramref name="size"/>: the second half of torchvision's <c>RandomResizedCrop</c>.</summary>
    public static void ResizeCrop(
        ReadOnlySpan<byte> source,
        int width,
        int height,
        PixelBox box,
        int size,
        Span<byte> result,
        Resampling resampling = Resampling.Bilinear
    ) => Resize(source, width, height, box, size, size, PixelBox.Whole(size, size), result, resampling);

    /// <summary>
    /// Cuts <paramref name="region"/> out of the source, resizes it to <paramref name="newWidth"/> x <paramref name="newHeight"/> and writes the part
    /// <paramref name="window"/> of that (window height x window width x 3 bytes). Pixels outside the region have no influence.
    /// </summary>
    public static void Resize(
        ReadOnlySpan<byte> source,
        int width,
        int height,
        PixelBox region,
        int newWidth,
        int newHeight,
        PixelBox window,
        Span<byte> result,
        Resampling resampling = Resampling.Bilinear
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)source.Length, (long)width * height * 3, nameof(source));
        ArgumentOutOfRangeException.ThrowIfLessThan((long)result.Length, (long)window.Width * window.Height * 3, nameof(result));
        region.CheckWithin(width, height, nameof(region));
        window.CheckWithin(newWidth, newHeight, nameof(window));

        ResampleWeights columns = new(region.Width, newWidth, window.Left, window.Width, resampling);
        ResampleWeights rows = new(region.Height, newHeight, window.Top, window.Height, resampling);
        (int firstRow, int endRow) = rows.InputRange();
        int rowBytes = window.Width * 3;

        // One byte more: the fast path stores pixels as four bytes, each over the last one's spare.
        byte[] rented = ArrayPool<byte>.Shared.Rent(((endRow - firstRow) * rowBytes) + 1);
        try
        {
            for (int y = firstRow; y < endRow; y++)
            {
                ReadOnlySpan<byte> input = source[((((region.Top + y) * width) + region.Left) * 3)..];
                ResampleRow(input, columns, rented.AsSpan((y - firstRow) * rowBytes, rowBytes + 1));
            }

            for (int y = 0; y < window.Height; y++)
            {
                ReadOnlySpan<byte> input = rented.AsSpan((rows.Start(y) - firstRow) * rowBytes);
                CombineRows(input, rowBytes, rows.Of(y), result.Slice(y * rowBytes, rowBytes));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Along one row. <paramref name="input"/> begins at the region's left edge; <paramref name="output"/> has one spare byte.</summary>
    private static void ResampleRow(ReadOnlySpan<byte> input, ResampleWeights columns, Span<byte> output)
    {
        int pixels = output.Length / 3;
        for (int x = 0; x < pixels; x++)
        {
            ReadOnlySpan<int> weights = columns.Of(x);
            int from = columns.Start(x) * 3;

            // A tap reads four bytes of which the last is the next pixel's: not there behind the picture's very last pixel.
            bool mayReadAhead = from + (weights.Length * 3) < input.Length;
            Vector128<byte> rgb = mayReadAhead ? WeightPixels(input[from..], weights) : WeightLastPixels(input[from..], weights);
            Unsafe.WriteUnaligned(ref output[x * 3], rgb.AsUInt32().ToScalar());
        }
    }

    private static Vector128<byte> WeightPixels(ReadOnlySpan<byte> input, ReadOnlySpan<int> weights)
    {
        ref byte pixel = ref MemoryMarshal.GetReference(input);
        Vector128<int> sum = Vector128.Create(ResampleWeights.Half);
        for (int tap = 0; tap < weights.Length; tap++)
        {
            uint rgbx = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref pixel, tap * 3));
            sum += Widen(rgbx) * weights[tap];
        }

        return Narrow(sum);
    }

    private static Vector128<byte> WeightLastPixels(ReadOnlySpan<byte> input, ReadOnlySpan<int> weights)
    {
        Vector128<int> sum = Vector128.Create(ResampleWeights.Half);
        for (int tap = 0; tap < weights.Length; tap++)
        {
            ReadOnlySpan<byte> rgb = input.Slice(tap * 3, 3);
            sum += Vector128.Create(rgb[0], rgb[1], rgb[2], 0) * weights[tap];
        }

        return Narrow(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Widen(uint rgbx) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(rgbx).AsByte())).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector128<int> sum)
    {
        Vector128<int> value = Vector128.Clamp(sum >> ResampleWeights.PrecisionBits, Vector128<int>.Zero, Vector128.Create(255));
        return Vector128.Narrow(Vector128.Narrow(value, value), Vector128<short>.Zero).AsByte();
    }

    /// <summary>Down the columns: weighs whole rows that lie one behind the other.</summary>
    private static void CombineRows(ReadOnlySpan<byte> input, int rowBytes, ReadOnlySpan<int> weights, Span<byte> output)
    {
        int x = 0;
        for (; x <= rowBytes - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            CombineBlock(input[x..], rowBytes, weights).CopyTo(output[x..]);
        }

        for (; x < rowBytes; x++)
        {
            int sum = ResampleWeights.Half;
            for (int tap = 0; tap < weights.Length; tap++)
            {
                sum += input[(tap * rowBytes) + x] * weights[tap];
            }

            output[x] = (byte)Math.Clamp(sum >> ResampleWeights.PrecisionBits, 0, 255);
        }
    }

    private static Vector<byte> CombineBlock(ReadOnlySpan<byte> input, int rowBytes, ReadOnlySpan<int> weights)
    {
        Vector<int> half = new(ResampleWeights.Half);
        (Vector<int> a, Vector<int> b, Vector<int> c, Vector<int> d) = (half, half, half, half);
        for (int tap = 0; tap < weights.Length; tap++)
        {
            Vector.Widen(new Vector<byte>(input[(tap * rowBytes)..]), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
            Vector.Widen(high, out Vector<uint> third, out Vector<uint> fourth);
            int weight = weights[tap];
            a += first.As<uint, int>() * weight;
            b += second.As<uint, int>() * weight;
            c += third.As<uint, int>() * weight;
            d += fourth.As<uint, int>() * weight;
        }

        return Vector.Narrow(
            Vector.Narrow(Finish(a), Finish(b)).As<short, ushort>(),
            Vector.Narrow(Finish(c), Finish(d)).As<short, ushort>()
        );
    }

    private static Vector<int> Finish(Vector<int> sum) =>
        Vector.Clamp(sum >> ResampleWeights.PrecisionBits, Vector<int>.Zero, new Vector<int>(255));
}
