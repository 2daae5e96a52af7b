using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>Building blocks of image networks, as torchvision's.</summary>
    public static partial class ops
    {
        /// <summary>A convolution, then normalisation, then activation: children "0", "1" and "2", fewer where a maker is null.</summary>
        /// <param name="in_channels">Channels of the input.</param>
        /// <param name="out_channels">Channels of the output.</param>
        /// <param name="kernel_size">Of the square kernel.</param>
        /// <param name="stride">In both directions.</param>
        /// <param name="padding">Null keeps the size at stride 1.</param>
        /// <param name="groups">Of channels.</param>
        /// <param name="norm_layer">Makes the normalisation from its number of channels; null for none (torchvision's default is BatchNorm2d).</param>
        /// <param name="activation_layer">Makes the activation from <paramref name="inplace"/>; null for none (torchvision's default is ReLU).</param>
        /// <param name="dilation">In both directions.</param>
        /// <param name="inplace">Whether the activation writes over its input.</param>
        /// <param name="bias">Of the convolution; null means when there is no normalisation.</param>
        public static nn.Module<Tensor, Tensor> Conv2dNormActivation(
            long in_channels,
            long out_channels,
            long kernel_size = 3,
            long stride = 1,
            long? padding = null,
            long groups = 1,
            Func<long, nn.Module<Tensor, Tensor>>? norm_layer = null,
            Func<bool, nn.Module<Tensor, Tensor>>? activation_layer = null,
            long dilation = 1,
            bool inplace = true,
            bool? bias = null
        )
        {
            Sequential block = nn.Sequential(
                nn.Conv2d(
                    in_channels,
                    out_channels,
                    kernel_size,
                    stride,
                    padding ?? (kernel_size - 1) / 2 * dilation,
                    dilation,
                    groups: groups,
                    bias: bias ?? norm_layer is null
                )
            );
            if (norm_layer is not null)
            {
                block.append(norm_layer(out_channels));
            }

            if (activation_layer is not null)
            {
                block.append(activation_layer(inplace));
            }

            return block;
        }
    }
}
