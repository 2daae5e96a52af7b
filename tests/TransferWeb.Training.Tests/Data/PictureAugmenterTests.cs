using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.Data.Augmentation;

namespace TransferWeb.Training.Tests.Data;

public sealed class PictureAugmenterTests
{
    private static readonly double[] Fill = [0.25, 0.5, 0.75];

    [Fact]
    public void Nothing_Drawn_LeavesThePictures()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pictures = Random(2);

        Tensor varied = PictureAugmenter.Apply(pictures.clone(), [new(), new()], Fill);

        Assert.True(varied.equal(pictures).all().item<bool>());
    }

    [Fact]
    public void Rotation_ByARightAngle_MovesEachPixelToItsPlace()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pictures = Random(2);

        Tensor varied = PictureAugmenter.Apply(
            pictures.clone(),
            [new PictureVariation { Rotation = 90 }, new PictureVariation { Rotation = 180 }],
            Fill
        );

        // The result at (x, y) is the source at (−y, x): rows become columns, turned round.
        Assert.True(varied[0].allclose(pictures[0].transpose(0, 1).flip(0), atol: 1e-4));
        Assert.True(varied[1].allclose(pictures[1].flip(0, 1), atol: 1e-4));
    }

    [Fact]
    public void Shift_ByAQuarter_MovesAndMirrorsTheEdge()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pictures = Random(1);

        Tensor varied = PictureAugmenter.Apply(pictures.clone(), [new PictureVariation { Shift = (0.25, 0) }], Fill);

        Assert.True(varied[0].narrow(1, 0, 6).allclose(pictures[0].narrow(1, 2, 6), atol: 1e-4));
        Assert.True(varied[0].narrow(1, 6, 2).allclose(pictures[0].narrow(1, 6, 2).flip(1), atol: 1e-4));
    }

    [Theory]
    [InlineData(1.2, 1, 1, 0)]
    [InlineData(1, 0.7, 1, 0)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(0.8, 1.3, 0.6, 0)]
    public void Colours_OfAPicture_AreThoseOfTorchvisionsSteps(double brightness, double contrast, double saturation, double hue)
    {
        using DisposeScope scope = NewDisposeScope();

        // Values in the middle, so that nothing is clipped in between.
        Tensor picture = (Random(1) * 0.2) + 0.4;
        PictureVariation variation = new()
        {
            Brightness = brightness,
            Contrast = contrast,
            Saturation = saturation,
            Hue = hue,
        };

        Tensor varied = PictureAugmenter.Apply(picture.clone(), [variation], Fill);

        Tensor expected = picture * brightness;
        expected = (expected * contrast) + (Grey(expected).mean() * (1 - contrast));
        expected = (expected * saturation) + (Grey(expected) * (1 - saturation));
        Assert.True(varied.allclose(expected, atol: 1e-5));
    }

    [Fact]
    public void Hue_TurnedAThird_ChangesColoursButNoGreys()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor grey = full([1, 8, 8, 3], 0.4);
        Tensor colour = Random(1);

        Assert.True(PictureAugmenter.Apply(grey.clone(), [new PictureVariation { Hue = 120 }], Fill).allclose(grey, atol: 1e-3));
        Tensor turned = PictureAugmenter.Apply((colour * 0.2) + 0.4, [new PictureVariation { Hue = 120 }], Fill);
        Assert.True(Grey(turned).allclose(Grey((colour * 0.2) + 0.4), atol: 2e-3));
        Assert.False(turned.allclose((colour * 0.2) + 0.4, atol: 0.02));
    }

    [Fact]
    public void Solarize_Levels_AndErase_ChangeTheOnePictureOnly()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pictures = Random(4);

        Tensor varied = PictureAugmenter.Apply(
            pictures.clone(),
            [
                new PictureVariation { SolarizeFrom = 0.5 },
                new PictureVariation { Levels = 16 },
                new PictureVariation { Erased = new ErasedBox(0.25, 0.5, 0.5, 0.25) },
                new(),
            ],
            Fill
        );

        Assert.True(varied[0].max().item<float>() <= 0.5f);
        Assert.True((varied[1] * 15).allclose((varied[1] * 15).round(), atol: 1e-4));
        Assert.Equal(0.75f, varied[2, 2, 4, 2].item<float>());
        Assert.Equal(0.25f, varied[2, 5, 5, 0].item<float>());
        Assert.Equal(2 * 4 * 3, varied[2].ne(pictures[2]).sum().item<long>());
        Assert.True(varied[3].equal(pictures[3]).all().item<bool>());
    }

    [Theory]
    [InlineData(AugmentationKind.Medium)]
    [InlineData(AugmentationKind.Strong)]
    public void Draw_ManyTimes_StaysInItsRangesAndRepeatsByItsSeed(AugmentationKind kind)
    {
        AugmentationPreset preset = AugmentationPreset.Of(kind)!;
        PictureVariation[] first =
        [
            .. Enumerable.Range(0, 500).Select(i => PictureVariation.Draw(preset, EpochOrder.For(1, 2, i))),
        ];
        PictureVariation[] second =
        [
            .. Enumerable.Range(0, 500).Select(i => PictureVariation.Draw(preset, EpochOrder.For(1, 2, i))),
        ];

        Assert.Equal(first, second);
        Assert.True(first.Distinct().Count() > 490);
        double most = preset.Rotation + (30 * preset.Operations);
        Assert.All(first, v => Assert.InRange(v.Rotation, -most, most));
        Assert.Equal(preset.EraseChance, first.Count(v => v.Erased is not null) / 500.0, 0.06);
        Assert.All(
            first.Where(v => v.Erased is not null),
            v => Assert.True(v.Erased!.Top + v.Erased.Height <= 1 && v.Erased.Left + v.Erased.Width <= 1)
        );
    }

    [Fact]
    public void Presets_FromNoneToStrong_VaryMoreAndMore()
    {
        Assert.Null(AugmentationPreset.Of(AugmentationKind.None));
        AugmentationPreset[] presets =
        [
            .. new[] { AugmentationKind.Light, AugmentationKind.Medium, AugmentationKind.Strong }.Select(k =>
                AugmentationPreset.Of(k)!
            ),
        ];

        Assert.False(presets[0].ChangesPixels);
        Assert.All(
            presets.Zip(presets.Skip(1)),
            pair =>
            {
                Assert.True(pair.Second.SmallestArea < pair.First.SmallestArea);
                Assert.True(pair.Second.Rotation > pair.First.Rotation);
                Assert.True(pair.Second.Colour > pair.First.Colour);
            }
        );
    }

    private static Tensor Random(int count)
    {
        using Generator generator = new(3);
        return rand([count, 8, 8, 3], generator: generator);
    }

    private static Tensor Grey(Tensor picture)
    {
        using Tensor weights = tensor([0.299f, 0.587f, 0.114f]);
        return (picture * weights).sum(dim: 3, keepdim: true);
    }
}
