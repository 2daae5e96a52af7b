using TransferWeb.Core.Models;

namespace TransferWeb.Training.Pretraining;

/// <summary>Pixels as a network wants them.</summary>
internal static class PictureTensors
{
    /// <summary>Normalised pictures [N,3,S,S], channels last, of N x S x S x 3 bytes.</summary>
    public static Tensor Normalised(byte[] pixels, int count, BackboneManifest manifest)
    {
        using DisposeScope scope = NewDisposeScope();
        int side = (int)Math.Round(Math.Sqrt(pixels.Length / 3.0 / count));
        Tensor scale = tensor([.. manifest.Std.Select(std => (float)(1 / (255 * std)))]);
        Tensor shift = tensor([.. manifest.Mean.Zip(manifest.Std, (mean, std) => (float)(-mean / std))]);
        Tensor values = tensor(pixels, [count, side, side, 3]).to(float32).mul_(scale).add_(shift);
        return values.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
