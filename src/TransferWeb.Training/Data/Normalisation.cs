using TransferWeb.Core.Models;

namespace TransferWeb.Training.Data;

/// <summary>Turns RGB bytes into what a network takes: values minus a mean, divided by a deviation, both a channel's.</summary>
public sealed record Normalisation(IReadOnlyList<double> Mean, IReadOnlyList<double> Std)
{
    /// <summary>The normalisation a backbone was pretrained with.</summary>
    public static Normalisation Of(BackboneManifest manifest) => new(manifest.Mean, manifest.Std);

    /// <summary>
    /// From [N, S, S, 3] bytes to [N, 3, S, S] numbers of <paramref name="dtype"/> on <paramref name="device"/>. The bytes' order is kept, which is
    /// what is called channels_last: the layout that convolutions are fastest in.
    /// </summary>
    /// <param name="pixels">RGB squares, one after another.</param>
    /// <param name="count">Number of pictures.</param>
    /// <param name="size">Side of a square in pixels.</param>
    /// <param name="dtype">Type of the result.</param>
    /// <param name="device">Where the result is.</param>
    /// <param name="vary">Changes the pictures as [N, S, S, 3], 0 to 1, before; null leaves them.</param>
    public Tensor Apply(
        ReadOnlySpan<byte> pixels,
        int count,
        int size,
        ScalarType dtype,
        Device device,
        Func<Tensor, Tensor>? vary = null
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bytes = empty([count, size, size, 3], dtype: ScalarType.Byte);
        pixels.CopyTo(bytes.bytes);
        Tensor numbers = Moved(bytes, device).to_type(ScalarType.Float32);
        double whole = 255;
        if (vary is not null)
        {
            numbers = vary(numbers.div_(whole));
            whole = 1;
        }

        float[] scale = [.. Std.Select(std => (float)(1 / (whole * std)))];
        float[] offset = [.. Mean.Zip(Std, (mean, std) => (float)(-mean / std))];
        numbers = numbers.mul_(tensor(scale, device: device)).add_(tensor(offset, device: device));
        return numbers.to_type(dtype).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    // From page-locked memory a GPU fetches the bytes itself, while this thread goes on.
    private static Tensor Moved(Tensor bytes, Device device) =>
        device.type == DeviceType.CUDA ? bytes.pin_memory().to(device, non_blocking: true) : bytes.to(device);
}
