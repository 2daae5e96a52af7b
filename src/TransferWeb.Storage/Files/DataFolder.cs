using System.Globalization;
using TransferWeb.Core;

namespace TransferWeb.Storage.Files;

/// <summary>Where everything of the portal lies: the one place that knows the layout of its data folder.</summary>
/// <param name="root">The folder; made where it is missing.</param>
public sealed class DataFolder(string root)
{
    /// <summary>The folder itself, absolute.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The portal's database.</summary>
    public string Database => Path.Combine(Root, "transferweb.db");

    /// <summary>The job store's database.</summary>
    public string JobDatabase => Path.Combine(Root, "quartz.db");

    /// <summary>Uploads on their way in. Nothing in it outlives the request that made it, or the next start.</summary>
    public string Uploads => Path.Combine(Root, "uploads");

    /// <summary>Everything of one data set.</summary>
    public string Dataset(DatasetId id) => Path.Combine(Root, "datasets", id.ToString());

    /// <summary>The pictures as they were uploaded: <c>class/file</c> or <c>train|val|test/class/file</c>.</summary>
    public string Pictures(DatasetId id) => Path.Combine(Dataset(id), "pictures");

    /// <summary>JPEG thumbnails, named as their picture with <c>.jpg</c> after it.</summary>
    public string Thumbnails(DatasetId id) => Path.Combine(Dataset(id), "thumbnails");

    /// <summary>The listing of one revision.</summary>
    public string Revision(DatasetId id, int number) => RevisionFile(id, number, ".json");

    /// <summary>The split file of one revision, as the worker reads it.</summary>
    public string RevisionSplit(DatasetId id, int number) => RevisionFile(id, number, ".split.json");

    /// <summary>What the last check of a data set found.</summary>
    public string CheckReport(DatasetId id) => Path.Combine(Dataset(id), "check.json");

    /// <summary>Everything of one run; its files are <see cref="Core.Models.RunFiles"/>.</summary>
    public string Run(RunId id) => Path.Combine(Root, "runs", id.ToString());

    /// <summary>Everything of one published model.</summary>
    public string Model(ModelId id) => Path.Combine(Root, "models", id.ToString());

    /// <summary>Takes the folder for this process until disposed: two portals on it would interrupt each other's runs.</summary>
    /// <exception cref="IOException">Another portal has it.</exception>
    public IDisposable Lock()
    {
        Directory.CreateDirectory(Root);
        string file = Path.Combine(Root, "portal.lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not DirectoryNotFoundException && !FullDisk.IsCauseOf(exception))
        {
            throw new IOException(
                $"Another portal is using the data folder {Root}. Stop it first, or set TRANSFERWEB_DATA to another folder.",
                exception
            );
        }
    }

    /// <summary>Makes the folders that must exist, and removes uploads that a stop of the portal cut off.</summary>
    public void Prepare()
    {
        if (Directory.Exists(Uploads))
        {
            Directory.Delete(Uploads, recursive: true);
        }

        foreach (string folder in (string[])["datasets", "runs", "models", "uploads", "cache"])
        {
            Directory.CreateDirectory(Path.Combine(Root, folder));
        }
    }

    /// <summary>Removes a folder. It is gone from its place at once; where its files cannot be removed now, the next start does it.</summary>
    public void Discard(string path)
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        string aside = Path.Combine(Uploads, Guid.NewGuid().ToString("N"));
        Directory.Move(path, aside);
        try
        {
            Directory.Delete(aside, recursive: true);
        }
        catch (IOException)
        {
            // Something still reads in it.
        }
    }

    /// <summary>
    /// The file of that relative path below a folder, or null where the path leads out of it, through a link, or to nothing.
    /// </summary>
    public static string? FindInside(string folder, string relativePath)
    {
        if (relativePath.Length == 0 || relativePath.Contains('\0') || Path.IsPathRooted(relativePath))
        {
            return null;
        }

        string top = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        string path = Path.GetFullPath(Path.Combine(top, relativePath));
        return path.StartsWith(top, StringComparison.Ordinal) && new FileInfo(path) is { Exists: true, LinkTarget: null }
            ? path
            : null;
    }

    private string RevisionFile(DatasetId id, int number, string ending) =>
        Path.Combine(Dataset(id), "revisions", number.ToString(CultureInfo.InvariantCulture) + ending);
}
