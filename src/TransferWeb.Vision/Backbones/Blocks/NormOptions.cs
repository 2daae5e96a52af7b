namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>The constants of a network's batch norms.</summary>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Momentum">Weight of a new batch in the running statistics.</param>
internal sealed record NormOptions(double Epsilon, double Momentum)
{
    /// <summary>torch's.</summary>
    public static NormOptions Standard { get; } = new(1e-5, 0.1);
}
