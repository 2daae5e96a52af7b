using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Tests.Fakes;

/// <summary>Published models in memory.</summary>
internal sealed class FakeModelGallery : IModelGallery
{
    private readonly Dictionary<ModelId, ModelDetails> models = [];

    public string? Problem { get; set; }

    public ModelDetails Add(string name = "Surfaces with ResNet-18")
    {
        ModelSummary summary = new(
            ModelId.New(),
            name,
            "Tells sound surfaces from three kinds of damage.",
            "resnet18",
            Samples.Classes,
            0.9375,
            new(0.832, 0.979),
            48,
            RunId.New(),
            null,
            null,
            "CC-BY-4.0",
            Samples.Now,
            "local"
        );
        ModelDetails details = new(
            summary,
            "# Surfaces\n\nTells **sound** surfaces from damaged ones.\n\n<script>document.title = \"taken\"</script>\n\n<img src=x onerror=alert(1)>\n",
            45_000_000
        );
        models[summary.Id] = details;
        return details;
    }

    public Task<IReadOnlyList<ModelSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        Refuse();
        return Task.FromResult<IReadOnlyList<ModelSummary>>([.. models.Values.Select(m => m.Summary)]);
    }

    public Task<ModelDetails?> FindAsync(ModelId id, CancellationToken cancellationToken = default)
    {
        Refuse();
        return Task.FromResult(models.GetValueOrDefault(id));
    }

    public Task<ModelId> PublishAsync(RunId run, string name, string description, CancellationToken cancellationToken = default)
    {
        Refuse();
        return Task.FromResult(Add(name).Summary.Id);
    }

    public Task<Prediction> PredictAsync(ModelId id, Stream picture, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            new Prediction([new("sound", 0.83), new("stained", 0.1), new("pitted", 0.05), new("scratched", 0.02)], 12)
        );

    public Task DeleteAsync(ModelId id, CancellationToken cancellationToken = default)
    {
        Refuse();
        models.Remove(id);
        return Task.CompletedTask;
    }

    private void Refuse()
    {
        if (Problem is not null)
        {
            throw new RequestRefusedException(RefusalKind.Conflict, Problem);
        }
    }
}
