using System.Text.Json.Serialization;
using TransferWeb.Core.Datasets;

namespace TransferWeb.Core.Portal;

/// <summary>Where a data set stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DatasetStatus>))]
public enum DatasetStatus
{
    /// <summary>Made, waiting for pictures.</summary>
    Empty,

    /// <summary>Its pictures are being opened and checked.</summary>
    Checking,

    /// <summary>Has a revision that can be trained on.</summary>
    Ready,

    /// <summary>Was checked and cannot be trained on yet; the message says why.</summary>
    Unusable,
}

/// <summary>A row of the list of data sets.</summary>
public sealed record DatasetSummary(
    DatasetId Id,
    string Name,
    DatasetStatus Status,
    int Pictures,
    int Classes,
    DateTimeOffset CreatedAt,
    string Owner,
    string? CoverPath
);

/// <summary>A class of a data set: how many pictures each split has, and the paths of a few for thumbnails.</summary>
public sealed record ClassSummary(string Label, int Train, int Validation, int Test, IReadOnlyList<string> Examples)
{
    /// <summary>All its pictures.</summary>
    public int Total => Train + Validation + Test;
}

/// <summary>All the portal shows of a data set. <paramref name="Message"/> is a sentence where the status needs one.</summary>
public sealed record DatasetDetails(
    DatasetId Id,
    string Name,
    string? UseCase,
    DatasetStatus Status,
    string? Message,
    int? Revision,
    IReadOnlyList<ClassSummary> Classes,
    IReadOnlyList<PictureProblem> Problems,
    DateTimeOffset CreatedAt,
    string Owner,
    bool IsSample
)
{
    /// <summary>All usable pictures.</summary>
    public int Pictures => Classes.Sum(c => c.Total);
}

/// <summary>How far an upload's check is; the estimate is null until there is one.</summary>
public sealed record DatasetProgress(
    DatasetId Id,
    DatasetStatus Status,
    int Done,
    int Total,
    double? RemainingSeconds,
    string? Message
);

/// <summary>What became of an upload before its pictures were opened.</summary>
public sealed record UploadReceipt(int FilesStored, IReadOnlyList<PictureProblem> Refused);

/// <summary>A request that cannot be carried out, in a sentence for the person; REST answers with it and the status its kind names.</summary>
public sealed class RequestRefusedException(RefusalKind kind, string message) : Exception(message)
{
    /// <summary>Which status it is.</summary>
    public RefusalKind Kind { get; } = kind;
}

/// <summary>Why a request is refused.</summary>
public enum RefusalKind
{
    /// <summary>The request itself is wrong (400).</summary>
    Invalid,

    /// <summary>No such thing (404).</summary>
    NotFound,

    /// <summary>Not in this state, or in use (409).</summary>
    Conflict,

    /// <summary>Larger than allowed (413).</summary>
    TooLarge,

    /// <summary>The disk is full (507).</summary>
    NoSpace,

    /// <summary>A part of the portal that is needed does not answer (503).</summary>
    Unavailable,
}
