using TorchSharp;
using TransferWeb.Vision.Backbones.Blocks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Heads;

/// <summary>
/// SqueezeNet's head, a 1 × 1 convolution. As published it rectifies the class maps before averaging them, so it cannot read pooled features.
/// A new head leaves that ReLU out: then averaging and the linear map can be exchanged, features can be computed once, and a logit can be
/// negative.
/// </summary>
internal sealed class ConvolutionHead : ClassifierHead
{
    private bool _rectifiesMaps;

    /// <inheritdoc cref="ClassifierHead(int, int, double, WeightInit?)"/>
    public ConvolutionHead(int features, int classes, double dropout)
        : base(features, dropout, WeightInits.SmallNormal, New(WeightInits.SmallNormal, [classes, features, 1, 1], CPU)) { }

    private ConvolutionHead(ConvolutionHead source)
        : base((int)source.Weight.shape[1], source.Dropout, source.Start, source.Copies()) =>
        _rectifiesMaps = source._rectifiesMaps;

    public override Tensor forward(Tensor input) =>
        _rectifiesMaps
            ? throw new InvalidOperationException(
                "SqueezeNet's published head reads maps, not pooled features. Reset the classifier first."
            )
            : base.forward(input);

    public override Tensor FromMap(Tensor map)
    {
        if (!_rectifiesMaps)
        {
            return base.FromMap(map);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor seen = F.dropout(map.to(Weight.dtype), Dropout, training);
        return Pool(F.relu(F.conv2d(seen, Weight, Bias), inplace: true)).MoveToOuterDisposeScope();
    }

    public override void Reset(int classes)
    {
        base.Reset(classes);
        _rectifiesMaps = false;
    }

    public override void UseOriginalForm() => _rectifiesMaps = true;

    public override ClassifierHead Copy() => new ConvolutionHead(this);
}
