using TransferWeb.Core.Datasets;

namespace TransferWeb.Core.Portal;

/// <summary>The data sets of the portal. Every method throws <see cref="RequestRefusedException"/> where the person must hear a sentence.</summary>
public interface IDatasetCatalog
{
    /// <summary>All data sets, newest first.</summary>
    Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One data set, or null.</summary>
    Task<DatasetDetails?> FindAsync(DatasetId id, CancellationToken cancellationToken = default);

    /// <summary>The newest revision with all its samples, or null.</summary>
    Task<DatasetRevision?> RevisionAsync(DatasetId id, CancellationToken cancellationToken = default);

    /// <summary>Makes an empty data set. The name is 1 to 120 characters after trimming.</summary>
    Task<DatasetId> CreateAsync(string name, string? useCase, CancellationToken cancellationToken = default);

    /// <summary>The embedded sample, made at the first call and the same one after that.</summary>
    Task<DatasetId> OpenSampleAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Unpacks a zip of pictures into the data set, streaming; entries are <c>class/…</c> or <c>train|val|test/class/…</c>, one common top folder is dropped.
    /// Nothing of a refused or cut-off archive stays.
    /// </summary>
    Task<UploadReceipt> AddArchiveAsync(DatasetId id, Stream archive, CancellationToken cancellationToken = default);

    /// <summary>Stores one picture under its relative path <c>class/name.jpg</c>. Nothing of a cut-off file stays.</summary>
    Task<UploadReceipt> AddFileAsync(
        DatasetId id,
        Stream content,
        string relativePath,
        CancellationToken cancellationToken = default
    );

    /// <summary>Opens and checks all pictures in the background, splits them and makes a new revision; follow it with <see cref="WatchAsync"/>.</summary>
    Task StartCheckAsync(DatasetId id, CancellationToken cancellationToken = default);

    /// <summary>The progress now and then each change, until the status is final.</summary>
    IAsyncEnumerable<DatasetProgress> WatchAsync(DatasetId id, CancellationToken cancellationToken = default);

    /// <summary>Gives the data set another name.</summary>
    Task RenameAsync(DatasetId id, string name, CancellationToken cancellationToken = default);

    /// <summary>Removes the data set with its pictures; refused while a run that is not final uses it.</summary>
    Task DeleteAsync(DatasetId id, CancellationToken cancellationToken = default);

    /// <summary>A JPEG thumbnail's file (longest side 256 pixels), or null where there is none.</summary>
    string? ThumbnailFile(DatasetId id, string picturePath);
}
