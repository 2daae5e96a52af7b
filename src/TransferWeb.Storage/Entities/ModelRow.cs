using TransferWeb.Core;

namespace TransferWeb.Storage.Entities;

/// <summary>A published model; its files are in the model's folder.</summary>
public sealed class ModelRow
{
    public required ModelId Id { get; init; }

    /// <summary>The run it came from; a run is published once.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The data set it was trained on; null once that is deleted.</summary>
    public DatasetId? DatasetId { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string Backbone { get; init; }

    public required List<string> Classes { get; init; }

    /// <summary>Share right on held-back pictures, 0 to 1, with the ends of its 95 % interval.</summary>
    public required double Accuracy { get; init; }

    public required double AccuracyLow { get; init; }

    public required double AccuracyHigh { get; init; }

    public required int EvaluatedImages { get; init; }

    /// <summary>Path of the picture shown for the model, relative to its data set's picture folder.</summary>
    public string? CoverPath { get; init; }

    public required string Licence { get; init; }

    /// <summary>SHA-256 of the weight file, lower-case hexadecimal.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>All files of the model together.</summary>
    public required long SizeBytes { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required string Owner { get; init; }
}
