using System.IO.Compression;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;
using TransferWeb.Storage;

namespace TransferWeb.Jobs.Datasets;

/// <summary>A file of an upload, written to the staging folder, and the place it is meant for; renamed where that is not quite the name it was sent by.</summary>
internal sealed record StagedFile(string Staged, string Target, string Sent, bool Renamed);

/// <summary>What an archive held: the files to keep, and a sentence about each that is not kept or goes by another name.</summary>
internal sealed record UnpackedArchive(IReadOnlyList<StagedFile> Files, IReadOnlyList<PictureProblem> Problems);

/// <summary>
/// Unpacks a zip of pictures, trusting nothing it says: names are cleaned, links and special files are never made, sizes are counted while they are written.
/// </summary>
internal sealed class ArchiveUnpacker(IUploadDisk disk, UploadLimits limits)
{
    private const int UnixTypeMask = 0xF000;
    private const int UnixRegularFile = 0x8000;
    private const int UnixFolder = 0x4000;
    private const int UnixLink = 0xA000;

    // Below this an archive cannot fill a disk, however well it is packed.
    private const long HarmlessBytes = 256L << 20;

    /// <summary>Unpacks into a folder that the caller removes, whatever happens.</summary>
    /// <exception cref="RequestRefusedException">The archive is refused as a whole.</exception>
    public async Task<UnpackedArchive> UnpackAsync(string archiveFile, string folder, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(archiveFile);
        try
        {
            using ZipArchive archive = new(file, ZipArchiveMode.Read, leaveOpen: false, new EntryNameEncoding());
            List<PictureProblem> problems = [];
            List<ZipArchiveEntry> entries = Choose(archive, problems);
            CheckSize(entries, file.Length);
            return await ExtractAsync(entries, problems, folder, file.Length, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw new RequestRefusedException(
                RefusalKind.Invalid,
                "This is not a zip archive, or it arrived incomplete. Make the archive anew and upload it again."
            );
        }
        catch (IOException exception) when (FullDisk.IsCauseOf(exception))
        {
            throw NoSpace();
        }
    }

    internal static RequestRefusedException NoSpace() =>
        new(
            RefusalKind.NoSpace,
            "The portal's disk is full, so nothing of this upload was kept. Free some space, then upload it again."
        );

    private List<ZipArchiveEntry> Choose(ZipArchive archive, List<PictureProblem> problems)
    {
        if (archive.Entries.Count > limits.Files)
        {
            throw new RequestRefusedException(
                RefusalKind.TooLarge,
                FormattableString.Invariant(
                    $"The archive has {archive.Entries.Count:N0} entries; at most {limits.Files:N0} are taken. Upload it in several parts."
                )
            );
        }

        List<ZipArchiveEntry> chosen = [];
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (entry.FullName.Length > 0 && !IsFolder(entry) && !PicturePath.IsJunk(entry.FullName))
            {
                if (Refuse(entry) is { } sentence)
                {
                    problems.Add(new PictureProblem(entry.FullName, PictureProblemKind.Unsafe, sentence, LeftOut: true));
                }
                else
                {
                    chosen.Add(entry);
                }
            }
        }

        return chosen;
    }

    private static bool IsFolder(ZipArchiveEntry entry) =>
        entry.FullName[^1] is '/' or '\\' || (UnixType(entry) == UnixFolder && entry.Length == 0);

    private static int UnixType(ZipArchiveEntry entry) => (entry.ExternalAttributes >> 16) & UnixTypeMask;

    private static string? Refuse(ZipArchiveEntry entry)
    {
        if (PicturePath.LeadsOut(entry.FullName))
        {
            return "The name leads out of the archive's own folder, so the file was left out. Make the archive anew from a plain folder.";
        }

        if (entry.IsEncrypted)
        {
            return "The file is locked with a password, so it was left out. Make the archive anew without a password.";
        }

        return UnixType(entry) switch
        {
            0 or UnixRegularFile or UnixFolder => null,
            UnixLink =>
                "This is a link to another place, not a file, so it was left out. Put the picture itself into the archive.",
            _ => "This is no ordinary file, so it was left out.",
        };
    }

    private void CheckSize(List<ZipArchiveEntry> entries, long archiveBytes)
    {
        long unpacked = 0;
        foreach (ZipArchiveEntry entry in entries)
        {
            unpacked = entry.Length > long.MaxValue - unpacked ? long.MaxValue : unpacked + entry.Length;
        }

        RefuseBytes(unpacked, archiveBytes);
        if (unpacked + limits.ReserveBytes > disk.FreeBytes)
        {
            throw new RequestRefusedException(
                RefusalKind.NoSpace,
                $"The archive needs {Megabytes(unpacked)} on the portal's disk, which has {Megabytes(Math.Max(0, disk.FreeBytes - limits.ReserveBytes))} free. Free some space, then upload it again."
            );
        }
    }

    private void RefuseBytes(long unpacked, long archiveBytes)
    {
        if (unpacked > HarmlessBytes && unpacked > archiveBytes * limits.Ratio)
        {
            throw new RequestRefusedException(
                RefusalKind.TooLarge,
                $"The archive unpacks to {Megabytes(unpacked)} from {Megabytes(archiveBytes)}, which photographs never do. Nothing of it was kept."
            );
        }

        if (unpacked > limits.UnpackedBytes)
        {
            throw new RequestRefusedException(
                RefusalKind.TooLarge,
                $"The archive unpacks to {Megabytes(unpacked)}; at most {Megabytes(limits.UnpackedBytes)} are taken. Upload it in several parts."
            );
        }
    }

    private async Task<UnpackedArchive> ExtractAsync(
        List<ZipArchiveEntry> entries,
        List<PictureProblem> problems,
        string folder,
        long archiveBytes,
        CancellationToken cancellationToken
    )
    {
        List<StagedFile> files = [];
        long written = 0;
        IReadOnlyList<PictureLayout.Place> places = PictureLayout.Arrange([.. entries.Select(e => e.FullName)]);
        foreach ((ZipArchiveEntry entry, PictureLayout.Place place) in entries.Zip(places))
        {
            if (place.Target is not { } target)
            {
                problems.Add(PictureLayout.NoClass(place.Sent));
                continue;
            }

            string staged = Path.Combine(folder, FormattableString.Invariant($"{files.Count}"));
            (long bytes, PictureProblem? problem) = await ExtractOneAsync(entry, staged, cancellationToken);
            written += bytes;
            RefuseBytes(written, archiveBytes);
            if (problem is not null)
            {
                problems.Add(problem);
                File.Delete(staged);
                continue;
            }

            files.Add(new StagedFile(staged, target, place.Sent, place.Renamed));
        }

        return new UnpackedArchive(files, problems);
    }

    private async Task<(long Bytes, PictureProblem? Problem)> ExtractOneAsync(
        ZipArchiveEntry entry,
        string staged,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using Stream content = await entry.OpenAsync(cancellationToken);
            await using Stream target = disk.Create(staged);
            return await BoundedCopy.CopyAsync(content, target, limits.FileBytes, cancellationToken) is { } bytes
                ? (bytes, null)
                : (limits.FileBytes, TooLarge(entry.FullName, limits));
        }
        catch (InvalidDataException)
        {
            return (
                0,
                new PictureProblem(
                    entry.FullName,
                    PictureProblemKind.Truncated,
                    "The file is damaged inside the archive, so it was left out.",
                    LeftOut: true
                )
            );
        }
    }

    internal static PictureProblem TooLarge(string sent, UploadLimits limits) =>
        new(
            sent,
            PictureProblemKind.TooLarge,
            $"The file is larger than {Megabytes(limits.FileBytes)}, so it was left out. Save the picture smaller.",
            LeftOut: true
        );

    internal static string Megabytes(long bytes) => FormattableString.Invariant($"{Math.Ceiling(bytes / 1048576.0):N0} MB");
}
