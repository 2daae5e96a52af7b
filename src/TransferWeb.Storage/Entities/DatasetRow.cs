using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Storage.Entities;

/// <summary>A data set. The counts, the cover and the revision are those of its newest revision.</summary>
public sealed class DatasetRow
{
    public required DatasetId Id { get; init; }

    public required string Name { get; set; }

    public string? UseCase { get; init; }

    public DatasetStatus Status { get; set; }

    /// <summary>A sentence where the status needs one.</summary>
    public string? Message { get; set; }

    public int Pictures { get; set; }

    public int Classes { get; set; }

    /// <summary>Path of the picture shown for the whole set, relative to its picture folder.</summary>
    public string? CoverPath { get; set; }

    /// <summary>Number of the newest revision; null until there is one.</summary>
    public int? Revision { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string Owner { get; init; }

    /// <summary>Whether it is the embedded sample, of which there is one.</summary>
    public bool IsSample { get; init; }

    public List<RevisionRow> Revisions { get; } = [];
}
