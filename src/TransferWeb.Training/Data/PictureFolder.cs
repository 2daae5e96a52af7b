using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;

namespace TransferWeb.Training.Data;

/// <summary>A file that looks like a picture. The path is relative to the folder, with <c>/</c>; the split is null where the folders name none.</summary>
public sealed record ListedPicture(string Path, string Label, Split? Split);

/// <summary>What stands in a picture folder, before any file is opened: classes and pictures in ordinal order.</summary>
public sealed record PictureListing(
    bool HasSplits,
    IReadOnlyList<string> Classes,
    IReadOnlyList<ListedPicture> Pictures,
    IReadOnlyList<PictureProblem> Problems
);

/// <summary>Lists a picture folder laid out as <c>class/…</c> or <c>train|val|test/class/…</c>. Hidden files are passed over.</summary>
public static class PictureFolder
{
    private const int DeepestFolder = 8;

    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg",
        ".jpeg",
        ".png",
        ".webp",
        ".bmp",
        ".gif",
        ".tif",
        ".tiff",
    };

    private static readonly HashSet<string> LeftByOtherPrograms = new(StringComparer.OrdinalIgnoreCase)
    {
        "Thumbs.db",
        "desktop.ini",
    };

    private static readonly Dictionary<string, Split> SplitNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = Split.Train,
        ["training"] = Split.Train,
        ["val"] = Split.Validation,
        ["valid"] = Split.Validation,
        ["validation"] = Split.Validation,
        ["test"] = Split.Test,
        ["testing"] = Split.Test,
    };

    /// <summary>Lists the folder.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static PictureListing List(string folder)
    {
        string[] tops = FoldersIn(folder);
        bool hasSplits = tops.Length > 0 && tops.All(SplitNames.ContainsKey) && tops.Any(t => SplitNames[t] == Split.Train);
        Listing listing = new(folder);
        listing.PassOver("", recurse: false);
        foreach (string top in tops)
        {
            if (hasSplits)
            {
                listing.PassOver(top, recurse: false);
                foreach (string label in FoldersIn(Path.Combine(folder, top)))
                {
                    listing.AddClass($"{top}/{label}", label, SplitNames[top]);
                }
            }
            else
            {
                listing.AddClass(top, top, split: null);
            }
        }

        return listing.Finish(hasSplits);
    }

    /// <summary>Whether a name ends like a picture's.</summary>
    public static bool IsPictureName(string path) => Endings.Contains(Path.GetExtension(path));

    private static string[] FoldersIn(string folder) =>
        [
            .. new DirectoryInfo(folder)
                .EnumerateDirectories("*", Options(recurse: false))
                .Select(d => d.Name)
                .Order(StringComparer.Ordinal),
        ];

    private static EnumerationOptions Options(bool recurse) =>
        new()
        {
            RecurseSubdirectories = recurse,
            MaxRecursionDepth = DeepestFolder,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
            IgnoreInaccessible = false,
        };

    private sealed class Listing(string root)
    {
        private readonly SortedSet<string> classes = new(StringComparer.Ordinal);
        private readonly List<ListedPicture> pictures = [];
        private readonly List<PictureProblem> problems = [];

        public void AddClass(string below, string label, Split? split)
        {
            classes.Add(label);
            foreach (string path in FilesBelow(below, recurse: true))
            {
                if (IsPictureName(path))
                {
                    pictures.Add(new ListedPicture(path, label, split));
                }
                else
                {
                    NoteUnlessUsual(path, $"{path} is not a picture by its name and was left out.");
                }
            }
        }

        public void PassOver(string below, bool recurse)
        {
            foreach (string path in FilesBelow(below, recurse))
            {
                NoteUnlessUsual(path, $"{path} stands in no class's folder and was left out. Move it into one.");
            }
        }

        public PictureListing Finish(bool hasSplits) =>
            new(
                hasSplits,
                [.. classes],
                [.. pictures.OrderBy(p => p.Path, StringComparer.Ordinal)],
                [.. problems.OrderBy(p => p.Path, StringComparer.Ordinal)]
            );

        private IEnumerable<string> FilesBelow(string below, bool recurse) =>
            new DirectoryInfo(Path.Combine(root, below))
                .EnumerateFiles("*", Options(recurse))
                .Select(f => Path.GetRelativePath(root, f.FullName).Replace('\\', '/'));

        private void NoteUnlessUsual(string path, string sentence)
        {
            if (!LeftByOtherPrograms.Contains(Path.GetFileName(path)))
            {
                problems.Add(new PictureProblem(path, PictureProblemKind.NotAPicture, sentence, LeftOut: true));
            }
        }
    }
}
