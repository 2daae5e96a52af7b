using static TransferWeb.Vision.Imaging.Vips.VipsNative;

namespace TransferWeb.Vision.Imaging.Vips;

/// <summary>One call of a libvips operation: made by name, inputs set by name, run, outputs taken by name.</summary>
internal sealed unsafe class VipsOperation : IDisposable
{
    private readonly string name;
    private nint handle;

    public VipsOperation(string name)
    {
        VipsLibrary.EnsureStarted();
        this.name = name;
        handle = vips_operation_new(name);
        if (handle == 0)
        {
            throw VipsFailure.Of(name);
        }
    }

    /// <summary>Sets a number, flag, enum or array, written as libvips's command line writes it.</summary>
    public VipsOperation Set(string property, string value) =>
        vips_object_set_argument_from_string(handle, property, value) == 0 ? this : throw VipsFailure.Of(name);

    /// <summary>Sets an image.</summary>
    public VipsOperation Set(string property, VipsImage image)
    {
        GValue value = default;
        g_value_init(&value, vips_image_get_type());
        g_value_set_object(&value, image.Handle);
        g_object_set_property(handle, property, &value);
        g_value_unset(&value);
        return this;
    }

    /// <summary>Sets bytes that the caller keeps pinned for as long as the operation and its images live; they are not copied.</summary>
    public VipsOperation Set(string property, byte* bytes, int length)
    {
        nint blob = vips_blob_new(0, bytes, (nuint)length);
        GValue value = default;
        g_value_init(&value, vips_blob_get_type());
        g_value_set_boxed(&value, blob);
        g_object_set_property(handle, property, &value);
        g_value_unset(&value);
        vips_area_unref(blob);
        return this;
    }

    /// <summary>Runs the operation.</summary>
    /// <exception cref="VipsFailure">It failed.</exception>
    public VipsOperation Run()
    {
        nint built = vips_cache_operation_build(handle);
        if (built == 0)
        {
            throw VipsFailure.Of(name);
        }

        g_object_unref(handle);
        handle = built;
        return this;
    }

    /// <summary>Takes an image the operation made.</summary>
    public VipsImage TakeImage(string property = "out")
    {
        GValue value = default;
        g_value_init(&value, vips_image_get_type());
        g_object_get_property(handle, property, &value);
        nint image = g_object_ref(g_value_get_object(&value));
        g_value_unset(&value);
        return new VipsImage(image);
    }

    /// <summary>Copies the bytes the operation made.</summary>
    public byte[] TakeBytes(string property = "buffer")
    {
        GValue value = default;
        g_value_init(&value, vips_blob_get_type());
        g_object_get_property(handle, property, &value);
        void* data = vips_blob_get(g_value_get_boxed(&value), out nuint length);
        byte[] bytes = new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
        g_value_unset(&value);
        return bytes;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref handle, 0) is var owned and not 0)
        {
            vips_object_unref_outputs(owned);
            g_object_unref(owned);
        }
    }
}
