using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Datasets;

/// <summary>The disk that uploads are written to, so that a full one can be tried.</summary>
public interface IUploadDisk
{
    /// <summary>Bytes free.</summary>
    long FreeBytes { get; }

    /// <summary>Makes a new file; its folder exists.</summary>
    Stream Create(string path);
}

/// <summary>The disk of the data folder.</summary>
public sealed class UploadDisk(DataFolder folder) : IUploadDisk
{
    /// <inheritdoc/>
    public long FreeBytes => new DriveInfo(folder.Root).AvailableFreeSpace;

    /// <inheritdoc/>
    public Stream Create(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
}
