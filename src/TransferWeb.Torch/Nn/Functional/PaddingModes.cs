namespace TorchSharp;

/// <summary>What stands beyond the edge of a padded tensor.</summary>
public enum PaddingModes
{
    Zeros = 0,
    Reflect = 1,
    Replicate = 2,
    Circular = 3,
    Constant = 4,
}

/// <summary>Padding of a convolution by its effect: none, or so much that the output is as large as the input.</summary>
public enum Padding
{
    Valid = 0,
    Same = 1,
}
