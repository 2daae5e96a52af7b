namespace TransferWeb.Core.Files;

/// <summary>What operating systems say of a disk that has no room.</summary>
public static class DiskCodes
{
    // errno on Unix, HRESULT on Windows.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether the failure says that the disk is full, or a quota used up.</summary>
    public static bool SaysFull(IOException exception) => exception.HResult is NoSpace or QuotaExceeded or WindowsDiskFull;
}
