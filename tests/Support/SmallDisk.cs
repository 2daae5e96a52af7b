using System.Diagnostics;

namespace TransferWeb.Tests;

/// <summary>
/// A real file system of a few megabytes, which can be filled and emptied. It takes the right to mount one; <see cref="TryMake"/> tells where that is missing.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    /// <summary>Why a test that needs one is skipped.</summary>
    public const string Missing = "Needs the right to mount a small file system (tmpfs), as root has.";

    private readonly TemporaryFolder place = new();

    /// <summary>Where it is.</summary>
    public string Path => place.Path;

    private string Ballast => Combine("ballast");

    public string Combine(params string[] parts) => place.Combine(parts);

    /// <summary>Makes one, or gives null where this user may not.</summary>
    public static SmallDisk? TryMake(int megabytes)
    {
        SmallDisk disk = new();
        if (OperatingSystem.IsLinux() && Succeeds("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path))
        {
            return disk;
        }

        disk.place.Dispose();
        return null;
    }

    /// <summary>Fills it to the last byte, with <paramref name="leave"/> bytes taken back.</summary>
    public void Fill(int leave = 0)
    {
        using FileStream file = new(Ballast, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (int block in new[] { 1 << 20, 1 << 12 })
        {
            WriteUntilFull(file, new byte[block]);
        }

        file.SetLength(Math.Max(0, file.Length - leave));
    }

    /// <summary>Makes room again.</summary>
    public void Clear() => File.Delete(Ballast);

    public void Dispose()
    {
        Succeeds("umount", "-l", Path);
        place.Dispose();
    }

    private static void WriteUntilFull(FileStream file, byte[] block)
    {
        try
        {
            while (true)
            {
                file.Position = file.Length;
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // That is what was wanted.
        }
    }

    private static bool Succeeds(string program, params string[] words)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, words) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
