namespace TransferWeb.Jobs.Datasets;

/// <summary>The parts of a path as somebody sent it, before anything of it is trusted.</summary>
internal static class PicturePath
{
    private static readonly HashSet<string> Junk = new(
        [".DS_Store", "Thumbs.db", "desktop.ini", "ehthumbs.db", ".localized"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The parts, split at <c>/</c> and at <c>\</c> (which old Windows programs write).</summary>
    public static string[] Split(string path) => path.Split('/', '\\');

    /// <summary>Whether a path tries to lead out of the folder it is stored in.</summary>
    public static bool LeadsOut(string path)
    {
        string[] parts = Split(path);
        return path.Contains('\0')
            || parts[0].Length == 0
            || (parts[0].Length == 2 && char.IsAsciiLetter(parts[0][0]) && parts[0][1] == ':')
            || parts.Any(p => p.Trim() is "..");
    }

    /// <summary>Whether a file is one that operating systems add by themselves, which nobody misses.</summary>
    public static bool IsJunk(string path)
    {
        string[] parts = Split(path);
        return parts[0] == "__MACOSX"
            || parts.Contains(".git")
            || Junk.Contains(parts[^1])
            || parts[^1].StartsWith("._", StringComparison.Ordinal);
    }
}
