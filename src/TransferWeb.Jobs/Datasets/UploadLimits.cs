namespace TransferWeb.Jobs.Datasets;

/// <summary>What is stored of an upload at most.</summary>
public sealed record UploadLimits
{
    /// <summary>Bytes of one archive as it is sent.</summary>
    public long ArchiveBytes { get; init; } = 20L << 30;

    /// <summary>Bytes of all files of an archive together.</summary>
    public long UnpackedBytes { get; init; } = 40L << 30;

    /// <summary>Bytes of one picture.</summary>
    public long FileBytes { get; init; } = 64L << 20;

    /// <summary>Files of one archive.</summary>
    public int Files { get; init; } = 200_000;

    /// <summary>How much larger an archive may be unpacked than packed. Photographs reach 1.1, drawings 20; only an archive made to fill a disk is above.</summary>
    public double Ratio { get; init; } = 200;

    /// <summary>Bytes that stay free on the disk, for the database and the runs.</summary>
    public long ReserveBytes { get; init; } = 256L << 20;
}
