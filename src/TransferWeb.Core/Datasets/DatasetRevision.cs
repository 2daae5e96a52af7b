using TransferWeb.Core.Metrics;

namespace TransferWeb.Core.Datasets;

/// <summary>One picture of a data set. The path is relative to the picture folder, with <c>/</c> between its parts; sizes in pixels and bytes.</summary>
public sealed record Sample(string Path, string Label, Split Split, string Sha256, int Width, int Height, long SizeBytes);

/// <summary>An immutable listing of a data set: what a run was trained on never changes under it.</summary>
public sealed record DatasetRevision
{
    /// <summary>Counts from 1 within a data set.</summary>
    public required int Number { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The classes in ordinal order.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The usable pictures.</summary>
    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>The files that were left out, each with its reason.</summary>
    public required IReadOnlyList<PictureProblem> Problems { get; init; }
}

/// <summary>Something about one file that a person should know. A problem that is not <paramref name="LeftOut"/> is only noted.</summary>
public sealed record PictureProblem(string Path, PictureProblemKind Kind, string Sentence, bool LeftOut);

/// <summary>What may be wrong with a file.</summary>
public enum PictureProblemKind
{
    /// <summary>Not a picture at all.</summary>
    NotAPicture,

    /// <summary>No bytes.</summary>
    Empty,

    /// <summary>Cut off.</summary>
    Truncated,

    /// <summary>More pixels than are decoded.</summary>
    TooLarge,

    /// <summary>A picture, but not of its name's kind; used all the same.</summary>
    WrongExtension,

    /// <summary>The same bytes as another picture of the set.</summary>
    Duplicate,

    /// <summary>A name, place or kind of entry that is never stored.</summary>
    Unsafe,

    /// <summary>Stored under another name, since its own could not be used.</summary>
    Renamed,
}

/// <summary>
/// What <c>transferweb inspect</c> writes: every file below the picture folder, opened once. The splits of its samples are
/// those the folders name; where they name none, all are <see cref="Split.Train"/> and <see cref="HasSplits"/> is false.
/// </summary>
public sealed record DatasetInspection
{
    /// <summary>Whether the folders are <c>train|val|test/class/…</c>.</summary>
    public required bool HasSplits { get; init; }

    /// <summary>The classes in ordinal order, empty ones included.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The usable pictures.</summary>
    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>The files that were left out or need a word.</summary>
    public required IReadOnlyList<PictureProblem> Problems { get; init; }
}
