namespace TransferWeb.Vision.Weights;

/// <summary>Weights that are on this machine.</summary>
/// <param name="Backbone">The backbone they belong to, by their tensors.</param>
/// <param name="Path">Full path of the file.</param>
/// <param name="FileName">The name it came with.</param>
/// <param name="SizeBytes">Bytes.</param>
/// <param name="Sha256">64 hex digits; null for a file that somebody put into the folder and that was not hashed.</param>
/// <param name="Source">Where it came from: an address, or the path it was imported from.</param>
/// <param name="Licence">The conditions of use, where the catalogue knows them.</param>
/// <param name="AddedAt">When it was downloaded or imported, or the file's own time.</param>
public sealed record StoredWeights(
    string Backbone,
    string Path,
    string FileName,
    long SizeBytes,
    string? Sha256,
    string Source,
    string? Licence,
    DateTimeOffset AddedAt
);

/// <summary>How far a download is: bytes on the disk, and the whole where the server says it.</summary>
public readonly record struct DownloadProgress(long ReceivedBytes, long? TotalBytes);
