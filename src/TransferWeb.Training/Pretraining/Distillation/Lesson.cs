namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>One step's crops and what the teacher makes of them. Belongs to no dispose scope, as it goes from thread to thread.</summary>
/// <param name="Pictures">Normalised crops [N,3,S,S].</param>
/// <param name="Maps">The map after each stage, scaled.</param>
/// <param name="Features">[N,F]: the last map's average.</param>
/// <param name="Logits">[N,1000].</param>
internal sealed record Lesson(Tensor Pictures, IReadOnlyList<Tensor> Maps, Tensor Features, Tensor Logits) : IDisposable
{
    public void Dispose()
    {
        Pictures.Dispose();
        Features.Dispose();
        Logits.Dispose();
        foreach (Tensor map in Maps)
        {
            map.Dispose();
        }
    }
}
