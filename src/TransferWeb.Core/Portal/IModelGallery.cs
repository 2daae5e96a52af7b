using TransferWeb.Core.Models;

namespace TransferWeb.Core.Portal;

/// <summary>A published model as its card shows it. The accuracy (0 to 1) was measured on <paramref name="EvaluatedImages"/> held-back pictures.</summary>
public sealed record ModelSummary(
    ModelId Id,
    string Name,
    string Description,
    string Backbone,
    IReadOnlyList<string> Classes,
    double Accuracy,
    Interval AccuracyInterval,
    int EvaluatedImages,
    RunId Run,
    DatasetId? Dataset,
    string? CoverPath,
    string Licence,
    DateTimeOffset PublishedAt,
    string Owner
);

/// <summary>A published model with its card in Markdown and its size in bytes.</summary>
public sealed record ModelDetails(ModelSummary Summary, string CardMarkdown, long SizeBytes);

/// <summary>One class's share of the answer, 0 to 1.</summary>
public sealed record ClassProbability(string Label, double Probability);

/// <summary>An answer about one picture: all classes, likeliest first, and the milliseconds it took.</summary>
public sealed record Prediction(IReadOnlyList<ClassProbability> Classes, double DurationMilliseconds);

/// <summary>The team's published models. Every method throws <see cref="RequestRefusedException"/> where the person must hear a sentence.</summary>
public interface IModelGallery
{
    /// <summary>All models, newest first.</summary>
    Task<IReadOnlyList<ModelSummary>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One model, or null.</summary>
    Task<ModelDetails?> FindAsync(ModelId id, CancellationToken cancellationToken = default);

    /// <summary>Publishes a succeeded run; a second call for the same run gives the same model.</summary>
    Task<ModelId> PublishAsync(RunId run, string name, string description, CancellationToken cancellationToken = default);

    /// <summary>Asks the model about one picture (any supported format, at most 32 MiB). The picture is not kept.</summary>
    Task<Prediction> PredictAsync(ModelId id, Stream picture, CancellationToken cancellationToken = default);

    /// <summary>Takes the model out of the gallery and removes its files.</summary>
    Task DeleteAsync(ModelId id, CancellationToken cancellationToken = default);
}
