namespace TransferWeb.Vision.Weights;

/// <summary>Sentences for what the disk may refuse.</summary>
internal static class StorageFaults
{
    // errno on Unix, HRESULT on Windows.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WouldBlock = 11;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    /// <summary>The failure of writing <paramref name="fileName"/> into <paramref name="folder"/>.</summary>
    public static WeightsException Of(Exception exception, string fileName, string folder) =>
        exception.HResult switch
        {
            NoSpace or QuotaExceeded or WindowsDiskFull => new WeightsException(
                WeightsFault.DiskFull,
                $"The disk is full: {fileName} could not be written to {folder}. Free some space and try again; what was already downloaded is kept.",
                exception
            ),
            WouldBlock or WindowsSharingViolation => new WeightsException(
                WeightsFault.Busy,
                $"{fileName} is just being downloaded by another process. Wait until that has finished.",
                exception
            ),
            _ => new WeightsException(
                WeightsFault.FolderNotWritable,
                $"{fileName} could not be written to {folder}: {exception.Message} Choose another folder with TRANSFERWEB_WEIGHTS.",
                exception
            ),
        };
}
