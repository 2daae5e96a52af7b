namespace TransferWeb.Vision;

/// <summary>What is left on a disk.</summary>
public static class DiskSpace
{
    /// <summary>Bytes this user may still write where a folder is; 0 where the system does not say.</summary>
    public static long FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }
}
