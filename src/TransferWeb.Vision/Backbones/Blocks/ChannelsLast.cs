using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// The memory layout in which convolutions on CPU and tensor cores are fastest. It is asked for by strides alone: kernels look at nothing
/// else, and so it works with every provider of the API.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>The same [N,C,H,W] values laid out as N,H,W,C; the tensor itself where they are so already.</summary>
    public static Tensor Of(Tensor map)
    {
        using DisposeScope scope = NewDisposeScope();
        return map.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
