using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>Scales each channel by a number between 0 and 1 that a small network finds from the means of all channels.</summary>
    public sealed class SqueezeExcitation : nn.Module<Tensor, Tensor>
    {
        private readonly AdaptiveAvgPool2d avgpool;
        private readonly Conv2d fc1;
        private readonly Conv2d fc2;
        private readonly nn.Module<Tensor, Tensor> activation;
        private readonly nn.Module<Tensor, Tensor> scale_activation;

        /// <param name="input_channels">Channels scaled.</param>
        /// <param name="squeeze_channels">Channels between the two layers.</param>
        /// <param name="activation">Makes the activation between them; ReLU unless given.</param>
        /// <param name="scale_activation">Makes the activation at the end; Sigmoid unless given.</param>
        public SqueezeExcitation(
            long input_channels,
            long squeeze_channels,
            Func<nn.Module<Tensor, Tensor>>? activation = null,
            Func<nn.Module<Tensor, Tensor>>? scale_activation = null
        )
            : base(nameof(SqueezeExcitation))
        {
            avgpool = nn.AdaptiveAvgPool2d(1);
            fc1 = nn.Conv2d(input_channels, squeeze_channels, 1);
            fc2 = nn.Conv2d(squeeze_channels, input_channels, 1);
            this.activation = activation?.Invoke() ?? nn.ReLU();
            this.scale_activation = scale_activation?.Invoke() ?? nn.Sigmoid();
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            Tensor squeezed = activation.call(fc1.call(avgpool.call(input)));
            return (scale_activation.call(fc2.call(squeezed)) * input).MoveToOuterDisposeScope();
        }
    }

    public static partial class ops
    {
        /// <inheritdoc cref="torchvision.SqueezeExcitation"/>
        public static SqueezeExcitation SqueezeExcitation(
            long input_channels,
            long squeeze_channels,
            Func<nn.Module<Tensor, Tensor>>? activation = null,
            Func<nn.Module<Tensor, Tensor>>? scale_activation = null
        ) => new(input_channels, squeeze_channels, activation, scale_activation);
    }
}
