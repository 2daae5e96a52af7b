using TransferWeb.Core;

namespace TransferWeb.Storage.Entities;

/// <summary>One immutable revision of a data set; its listing is a file of that hash.</summary>
public sealed class RevisionRow
{
    public required DatasetId DatasetId { get; init; }

    /// <summary>Counts from 1 within the data set.</summary>
    public required int Number { get; init; }

    public required int Pictures { get; init; }

    public required int Classes { get; init; }

    /// <summary>SHA-256 of the listing's file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
