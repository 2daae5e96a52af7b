using System.Security.Cryptography;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;

namespace TransferWeb.Jobs.Datasets;

/// <summary>The picture folder of one data set: moves staged files in, each under a name that is free.</summary>
/// <param name="path">The folder; made where it is missing.</param>
internal sealed class PictureFolder(string path)
{
    /// <summary>Whether it holds any file.</summary>
    public bool IsEmpty => !Directory.Exists(path) || !Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Any();

    /// <summary>How many files it holds.</summary>
    public int Count => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Count() : 0;

    /// <summary>
    /// Moves files in. One whose name is taken by other bytes gets a number; one whose very bytes are there under its name is not stored twice.
    /// The caller holds the data set's lock.
    /// </summary>
    /// <returns>A note about each file that goes by another name.</returns>
    /// <exception cref="RequestRefusedException">The files come in split folders and those of the set do not, or the other way round.</exception>
    public IReadOnlyList<PictureProblem> Accept(IReadOnlyList<StagedFile> files)
    {
        if (files.Count > 0 && !IsEmpty && PictureLayout.HasSplit(files[0].Target) != HasSplits())
        {
            throw new RequestRefusedException(
                RefusalKind.Conflict,
                "The pictures of this data set and the new ones are arranged differently: one kind in train, val and test folders, the other not. Upload the new ones as a data set of their own."
            );
        }

        List<PictureProblem> notes = [];
        foreach (StagedFile file in files)
        {
            string target = Path.Combine(path, file.Target);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            string free = FreeName(target, file.Staged);
            File.Move(file.Staged, free, overwrite: true);
            if (file.Renamed || free != target)
            {
                string stored = Path.GetRelativePath(path, free).Replace('\\', '/');
                notes.Add(new PictureProblem(file.Sent, PictureProblemKind.Renamed, $"Stored as {stored}.", LeftOut: false));
            }
        }

        return notes;
    }

    private bool HasSplits() =>
        PictureLayout.HasSplit(
            Path.GetRelativePath(path, Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).First())
                .Replace('\\', '/')
        );

    private static string FreeName(string target, string staged)
    {
        string free = target;
        for (int number = 2; File.Exists(free) && !SameBytes(free, staged); number++)
        {
            free = Path.Combine(Path.GetDirectoryName(target)!, PictureName.Numbered(Path.GetFileName(target), number));
        }

        return free;
    }

    private static bool SameBytes(string one, string other)
    {
        if (new FileInfo(one).Length != new FileInfo(other).Length)
        {
            return false;
        }

        using FileStream first = File.OpenRead(one);
        using FileStream second = File.OpenRead(other);
        return SHA256.HashData(first).AsSpan().SequenceEqual(SHA256.HashData(second));
    }
}
