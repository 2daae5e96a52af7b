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
    public Tensor Apply(ReadOnlySpan<byte> pixels, int count, int size, ScalarType dtype, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bytes = empty([count, size, size, 3], dtype: ScalarType.Byte);
        pixels.CopyTo(bytes.bytes);
        Tensor numbers = bytes.to(device).to_type(ScalarType.Float32);
        float[] scale = [.. Std.Select(std => (float)(1 / (255 * std)))];
        float[] offset = [.. Mean.Zip(Std, (mean, std) => (float)(-mean / std))];
        numbers = numbers.mul_(tensor(scale, device: device)).add_(tensor(offset, device: device));
        return numbers.to_type(dtype).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
