using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Data.Augmentation;

/// <summary>How far pictures may be varied. Crops and flips happen where pictures are prepared, everything else on the training device.</summary>
/// <param name="SmallestArea">Least share of a picture's area that a random crop keeps, above 0 and at most 1.</param>
/// <param name="Rotation">Largest turn to either side, in degrees.</param>
/// <param name="Colour">Largest change of brightness, contrast and saturation, as a share; 0 to 1.</param>
/// <param name="Hue">Largest shift of the hue to either side, in degrees of the colour circle.</param>
/// <param name="Operations">Random operations a picture, as in RandAugment (Cubuk et al., 2020).</param>
/// <param name="EraseChance">Chance that a box is erased (Zhong et al., "Random Erasing Data Augmentation", 2020).</param>
public sealed record AugmentationPreset(
    double SmallestArea,
    double Rotation,
    double Colour,
    double Hue,
    int Operations,
    double EraseChance
)
{
    /// <summary>Whether anything is left to do after crop and flip.</summary>
    public bool ChangesPixels => Rotation > 0 || Colour > 0 || Hue > 0 || Operations > 0 || EraseChance > 0;

    /// <summary>The preset of that kind; null where pictures are not varied.</summary>
    public static AugmentationPreset? Of(AugmentationKind kind) =>
        kind switch
        {
            AugmentationKind.Light => new(0.3, Rotation: 0, Colour: 0, Hue: 0, Operations: 0, EraseChance: 0),
            AugmentationKind.Medium => new(0.2, Rotation: 10, Colour: 0.2, Hue: 7, Operations: 0, EraseChance: 0),
            AugmentationKind.Strong => new(0.08, Rotation: 15, Colour: 0.3, Hue: 15, Operations: 2, EraseChance: 0.25),
            _ => null,
        };
}
