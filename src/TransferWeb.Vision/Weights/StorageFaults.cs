namespace TransferWeb.Vision.Weights;

/// <summary>Sentences for what the disk may refuse.</summary>
internal static class StorageFaults
{
    // errno on Unix, HRESULT on Windows.
    private const int WouldBlock = 11;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    /// <summary>The failure of writing <paramref name="fileName"/> into <paramref name="folder"/>.</summary>
    public static WeightsException Of(Exception exception, string fileName, string folder) =>
        exception switch
        {
            IOException io when DiskFullException.IsCauseOf(io) => new WeightsException(
                WeightsFault.DiskFull,
                $"The disk is full: {fileName} could not be written to {folder}. Free some space and try again; what was already downloaded is kept.",
                exception
            ),
            { HResult: WouldBlock or WindowsSharingViolation } => new WeightsException(
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
