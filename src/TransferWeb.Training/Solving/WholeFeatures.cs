namespace TransferWeb.Training.Solving;

/// <summary>Features in one tensor.</summary>
public sealed class WholeFeatures : IFeatureParts
{
    private readonly Tensor inputs;

    /// <summary>Copies them.</summary>
    /// <param name="features">[N, F], float32.</param>
    public WholeFeatures(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        inputs = scope.Detach(cat([features, ones([features.shape[0], 1], device: features.device)], 1));
    }

    /// <inheritdoc/>
    public int Rows => (int)inputs.shape[0];

    /// <inheritdoc/>
    public int Columns => (int)inputs.shape[1];

    /// <inheritdoc/>
    public Device Device => inputs.device;

    /// <inheritdoc/>
    public void ForEach(Action<int, Tensor> take) => take(0, inputs);

    /// <inheritdoc/>
    public void Dispose() => inputs.Dispose();
}
