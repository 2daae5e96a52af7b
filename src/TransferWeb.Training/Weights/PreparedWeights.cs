using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Weights;

/// <summary>A weight file that is here and whole.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Sha256">SHA-256 of its content, lower-case hexadecimal.</param>
public sealed record PreparedWeights(string Path, string Sha256)
{
    /// <summary>Puts the weights into a network; its head stays as it is where it tells other classes apart.</summary>
    /// <exception cref="WeightsException">The file is damaged or holds something else.</exception>
    /// <exception cref="Core.Runs.RunFailedException">The file is another network's.</exception>
    public void LoadInto(Backbone model)
    {
        using WeightFile file = WeightFile.Open(Path);
        BackboneRegistry.LoadPretrained(model, file);
    }
}
