using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torchvision;

namespace TransferWeb.Torch.Tests.Nn;

public sealed class VisionTests
{
    [Fact]
    public void Conv2dNormActivation_WithAndWithoutNorm_HasTorchvisionsNames()
    {
        using var full = ops.Conv2dNormActivation(
            3,
            4,
            5,
            dilation: 2,
            norm_layer: c => BatchNorm2d(c),
            activation_layer: i => SiLU(i)
        );
        Assert.Equal(["0.weight", "1.weight", "1.bias"], full.named_parameters().Select(entry => entry.name));
        using var bare = ops.Conv2dNormActivation(3, 4);
        Assert.Equal(["0.weight", "0.bias"], bare.named_parameters().Select(entry => entry.name));
        using Tensor picture = ones(2, 3, 9, 9);
        using Tensor output = full.call(picture);
        Assert.Equal([2L, 4L, 9L, 9L], output.shape);
    }

    [Fact]
    public void SqueezeExcitation_AnyInput_ScalesChannels()
    {
        using var scope = NewDisposeScope();
        using var block = ops.SqueezeExcitation(4, 2);
        Assert.Equal(["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"], block.named_parameters().Select(entry => entry.name));
        Tensor input = rand(2, 4, 3, 3) + 1;
        Tensor scale = block.call(input) / input;
        Assert.True(scale.max().ToDouble() < 1 && scale.min().ToDouble() > 0);
        Assert.True(scale.allclose(scale.mean([2L, 3L], keepdim: true).expand(-1, -1, 3, 3), 1e-5, 1e-6));
    }

    [Fact]
    public void StochasticDepth_ByRow_DropsWholeSamplesInTrainingOnly()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var depth = ops.StochasticDepth(0.25, torchvision.StochasticDepth.Mode.Row);
        Tensor output = depth.call(ones(400, 3)).detach();
        float[] rows = output.sum(1).data<float>().ToArray();
        Assert.All(rows, row => Assert.True(row == 0 || Math.Abs(row - 4) < 1e-5));
        Assert.InRange(rows.Count(row => row == 0), 60, 140);
        depth.eval();
        Assert.True(depth.call(ones(4, 3)).allclose(ones(4, 3)));
        using var whole = ops.StochasticDepth(1.0, torchvision.StochasticDepth.Mode.Batch);
        Assert.Equal(0, whole.call(ones(4, 3)).sum().ToDouble());
    }

    [Fact]
    public void Permute_Picture_MovesChannelsLast()
    {
        using var permute = ops.Permute(0, 2, 3, 1);
        using Tensor picture = ones(1, 2, 3, 4);
        using Tensor moved = permute.call(picture);
        Assert.Equal([1L, 3L, 4L, 2L], moved.shape);
    }

    [Fact]
    public void Compose_UsualEvaluationSteps_GivesNormalisedMiddle()
    {
        using var scope = NewDisposeScope();
        Tensor picture = full([3, 60, 40], 0.75);
        ITransform steps = transforms.Compose(
            transforms.Resize(20, InterpolationMode.Bilinear, antialias: true),
            transforms.CenterCrop(16),
            transforms.Normalize([0.5, 0.5, 0.25], [0.25, 0.5, 0.5])
        );
        Tensor result = steps.call(picture);
        Assert.Equal([3L, 16L, 16L], result.shape);
        Assert.Equal([1f, 0.5f, 1f], result.mean([1L, 2L]).data<float>().ToArray());
        Assert.False(picture.IsInvalid);
    }

    [Fact]
    public void Resize_ShorterSide_KeepsTheShapeWithinTheLimit()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([3L, 20L, 40L], transforms.Resize(20).call(zeros(3, 30, 60)).shape);
        Assert.Equal([3L, 15L, 30L], transforms.Resize(20, maxSize: 30).call(zeros(3, 30, 60)).shape);
        Assert.Equal([2L, 3L, 7L, 5L], transforms.Resize(7, 5).call(zeros(2, 3, 30, 60)).shape);
        Tensor bytes = full([3, 8, 8], 200, ScalarType.Byte);
        Tensor smaller = transforms.Resize(4, InterpolationMode.Bicubic, antialias: true).call(bytes);
        Assert.Equal(ScalarType.Byte, smaller.dtype);
        Assert.Equal(200, smaller.to(ScalarType.Int64).max().ToInt64());
    }

    [Fact]
    public void CenterCrop_PictureTooSmall_AddsBlack()
    {
        using var scope = NewDisposeScope();
        Tensor cropped = transforms.CenterCrop(4).call(ones(1, 2, 6));
        Assert.Equal([1L, 4L, 4L], cropped.shape);
        Assert.Equal(8, cropped.sum().ToDouble());
        Assert.Equal(4, cropped.select(1, 1).sum().ToDouble());
    }

    [Fact]
    public void RandomTransforms_ManyDraws_StayWithinThePicture()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        Tensor picture = arange(0, 48).to(ScalarType.Float32).reshape(1, 6, 8);
        ITransform crop = transforms.RandomResizedCrop(5, 4);
        for (int draw = 0; draw < 30; draw++)
        {
            Tensor part = crop.call(picture);
            Assert.Equal([1L, 5L, 4L], part.shape);
            Assert.True(part.min().ToDouble() >= 0 && part.max().ToDouble() <= 47);
        }

        Assert.True(transforms.RandomHorizontalFlip(1).call(picture).allclose(picture.flip(-1)));
        Assert.True(transforms.RandomHorizontalFlip(0).call(picture).allclose(picture));
    }
}
