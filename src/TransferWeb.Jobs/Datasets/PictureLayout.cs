using TransferWeb.Core.Datasets;

namespace TransferWeb.Jobs.Datasets;

/// <summary>
/// Decides where each sent file is stored: <c>class/file</c>, or <c>train|val|test/class/file</c> where the folders name splits. One top folder common to all
/// is dropped; folders below a class become part of the file's name, so that the folder a picture is in is its class.
/// </summary>
internal static class PictureLayout
{
    private static readonly Dictionary<string, string> SplitFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = "train",
        ["training"] = "train",
        ["val"] = "val",
        ["valid"] = "val",
        ["validation"] = "val",
        ["test"] = "test",
        ["testing"] = "test",
    };

    /// <summary>One file and where it goes; the target is null where it has no class.</summary>
    /// <param name="Sent">The path as it was sent.</param>
    /// <param name="Target">Where it is stored, with <c>/</c> between its parts.</param>
    /// <param name="Renamed">Whether a name in it had to be changed.</param>
    public sealed record Place(string Sent, string? Target, bool Renamed = false);

    /// <summary>Whether a stored path begins with a split's folder.</summary>
    public static bool HasSplit(string target) => target.Split('/') is [var first, _, _] && SplitFolders.ContainsValue(first);

    /// <summary>Places files that were sent together; the paths are already known not to lead out.</summary>
    public static IReadOnlyList<Place> Arrange(IReadOnlyList<string> paths)
    {
        List<string[]> parts = [.. paths.Select(p => PicturePath.Split(p).Where(s => s is not "" and not ".").ToArray())];
        List<string[]> foldered = [.. parts.Where(p => p.Length >= 2)];
        int top = HasCommonTop(foldered) ? 1 : 0;
        List<string[]> deep = [.. foldered.Where(p => p.Length > top + 1)];
        bool splits = deep.All(p => SplitFolders.ContainsKey(p[top])) && deep.Any(p => p.Length >= top + 3);
        return [.. paths.Zip(parts, (sent, p) => Settle(sent, p[Math.Min(top, p.Length)..], splits))];
    }

    /// <summary>Places a file that was sent by itself: no top folder can be common, so the first folder is its class, or its split.</summary>
    public static Place ArrangeOne(string path)
    {
        string[] parts = [.. PicturePath.Split(path).Where(s => s is not "" and not ".")];
        return Settle(path, parts, splits: parts.Length >= 3 && SplitFolders.ContainsKey(parts[0]));
    }

    /// <summary>The sentence about a file that lies in no class folder.</summary>
    public static PictureProblem NoClass(string sent) =>
        new(
            sent,
            PictureProblemKind.Unsafe,
            "This file lies in no class folder, so its class is not known. Put it in a folder named after its class.",
            LeftOut: true
        );

    private static bool HasCommonTop(List<string[]> foldered) =>
        foldered.Any(p => p.Length >= 3)
        && foldered.All(p => p[0] == foldered[0][0])
        && !SplitFolders.ContainsKey(foldered[0][0]);

    private static Place Settle(string sent, string[] parts, bool splits)
    {
        int folders = splits ? 2 : 1;
        if (parts.Length <= folders)
        {
            return new Place(sent, Target: null);
        }

        string sentFile = CanonicalComposition.Compose(string.Join('_', parts[folders..]));
        string sentLabel = CanonicalComposition.Compose(parts[folders - 1]);
        string file = PictureName.Clean(sentFile);
        string label = PictureName.Clean(sentLabel);
        string target = splits ? $"{SplitFolders[parts[0]]}/{label}/{file}" : $"{label}/{file}";
        return new Place(sent, target, file != sentFile || label != sentLabel);
    }
}
