using Microsoft.Win32.SafeHandles;

namespace TransferWeb.Training.Data;

/// <summary>Files without a name, for what does not fit in memory: they go with the process, however that ends.</summary>
internal static class ScratchFile
{
    /// <summary>Opens an empty one for reading and writing; its space is free again when the handle is closed.</summary>
    /// <param name="folder">Where its space is taken; made if it is not there.</param>
    /// <exception cref="IOException">It cannot be made there.</exception>
    public static SafeFileHandle Open(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
        SafeFileHandle file = File.OpenHandle(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.Delete,
            FileOptions.DeleteOnClose
        );
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return file;
    }
}
