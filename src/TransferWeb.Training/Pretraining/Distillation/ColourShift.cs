using System.Numerics;
using TransferWeb.Vision.Painting;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>A change of colours: an affine map of R, G and B, each 0 to 255.</summary>
internal readonly struct ColourShift
{
    private static readonly Vector3 Luma = new(0.299f, 0.587f, 0.114f);
    private readonly Vector3 _red;
    private readonly Vector3 _green;
    private readonly Vector3 _blue;
    private readonly Vector3 _offset;

    private ColourShift(Func<Vector3, Vector3> map)
    {
        _offset = map(Vector3.Zero);
        _red = map(Vector3.UnitX) - _offset;
        _green = map(Vector3.UnitY) - _offset;
        _blue = map(Vector3.UnitZ) - _offset;
    }

    /// <summary>Saturation, hue, contrast and brightness at random; one in ten without colour.</summary>
    public static ColourShift Draw(PaintRandom random)
    {
        float saturation = random.Chance(0.1f) ? 0 : random.Between(0.5f, 1.5f);
        Quaternion hue = Quaternion.CreateFromAxisAngle(Vector3.Normalize(Vector3.One), random.Bell() * 0.25f);
        float contrast = random.Between(0.6f, 1.4f);
        float brightness = random.Between(-40, 40);
        return new ColourShift(rgb =>
        {
            Vector3 grey = new(Vector3.Dot(rgb, Luma));
            Vector3 turned = grey + Vector3.Transform(rgb - grey, hue) * saturation;
            return (turned - new Vector3(128)) * contrast + new Vector3(128 + brightness);
        });
    }

    /// <summary>The changed colour, not yet cut to 0 to 255.</summary>
    public Vector3 Apply(Vector3 rgb) => _red * rgb.X + _green * rgb.Y + _blue * rgb.Z + _offset;
}
