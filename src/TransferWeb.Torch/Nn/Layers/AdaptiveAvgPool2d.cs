using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Averages a plane to a given size, whatever the input's.</summary>
public sealed class AdaptiveAvgPool2d : Module<Tensor, Tensor>
{
    /// <summary>Height and width.</summary>
    public long[] output_size { get; set; }

    internal AdaptiveAvgPool2d(long[] output_size)
        : base(nameof(AdaptiveAvgPool2d))
    {
        this.output_size = output_size;
    }

    public override Tensor forward(Tensor input) => functional.adaptive_avg_pool2d(input, output_size);
}
