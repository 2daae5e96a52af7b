namespace TransferWeb.Vision.Imaging.Vips;

/// <summary>Owns one reference to a libvips image: a header, and pixels that are computed when they are asked for.</summary>
internal sealed unsafe class VipsImage(nint handle) : IDisposable
{
    public const int FormatUChar = 0;
    public const int FormatUShort = 2;
    public const int InterpretationCmyk = 15;

    // Decoders work in strips of 8 or 16 rows; a multiple of both.
    private const int StripRows = 64;

    private nint handle = handle;

    public nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(handle == 0, this);
            return handle;
        }
    }

    public int Width => VipsNative.vips_image_get_width(Handle);

    public int Height => VipsNative.vips_image_get_height(Handle);

    public int Bands => VipsNative.vips_image_get_bands(Handle);

    public int Format => VipsNative.vips_image_get_format(Handle);

    public int Interpretation => VipsNative.vips_image_get_interpretation(Handle);

    /// <summary>EXIF orientation, 1 to 8; 1 where none is given.</summary>
    public int Orientation => VipsNative.vips_image_get_orientation(Handle);

    /// <summary>Whether the file says by a profile what its colours mean.</summary>
    public bool HasColourProfile => VipsNative.vips_image_get_typeof(Handle, "icc-profile-data") != 0;

    /// <summary>Wraps 8-bit pixels that the caller keeps pinned for as long as the image and everything made of it lives.</summary>
    public static VipsImage FromPixels(byte* pixels, int width, int height, int bands)
    {
        nuint size = (nuint)width * (nuint)height * (nuint)bands;
        nint image = VipsNative.vips_image_new_from_memory(pixels, size, width, height, bands, FormatUChar);
        return image == 0 ? throw VipsFailure.Of("new_from_memory") : new VipsImage(image);
    }

    /// <summary>
    /// Computes the pixels from top to bottom on the calling thread, a strip of rows at a time, and hands each strip to <paramref name="use"/>.
    /// libvips's own way of writing an image hands every strip to another thread and back, which takes longer than decoding a small picture.
    /// </summary>
    public void ReadStrips(StripUser use)
    {
        nint region = VipsNative.vips_region_new(Handle);
        if (region == 0)
        {
            throw VipsFailure.Of("region_new");
        }

        try
        {
            (int width, int height) = (Width, Height);
            for (int top = 0; top < height; top += StripRows)
            {
                int rows = Math.Min(StripRows, height - top);
                void* memory = VipsNative.vips_region_fetch(region, 0, top, width, rows, out nuint size);
                if (memory is null)
                {
                    throw VipsFailure.Of("region_fetch");
                }

                use(top, new Span<byte>(memory, checked((int)size)));
                VipsNative.g_free((nint)memory);
            }
        }
        finally
        {
            VipsNative.g_object_unref(region);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref handle, 0) is var owned and not 0)
        {
            VipsNative.g_object_unref(owned);
        }
    }

    /// <summary>Uses one strip: its first row, and its bytes, valid only during the call, in which they may be overwritten.</summary>
    public delegate void StripUser(int top, Span<byte> bytes);
}
