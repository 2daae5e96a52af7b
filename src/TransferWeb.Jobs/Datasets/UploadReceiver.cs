using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;
using TransferWeb.Storage;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Datasets;

/// <summary>
/// Receives uploads: streams them to a staging folder of their own, and moves into the data set only what has arrived whole. Whatever goes wrong, the staging
/// folder is removed, so nothing half stays.
/// </summary>
internal sealed class UploadReceiver(DataFolder folder, IUploadDisk disk, UploadLimits limits)
{
    private readonly ArchiveUnpacker unpacker = new(disk, limits);

    /// <summary>Receives a zip archive.</summary>
    /// <param name="dataset">The data set it is for.</param>
    /// <param name="archive">Its bytes, read once, in constant memory.</param>
    /// <param name="enter">Takes the data set's lock, once everything is staged.</param>
    /// <param name="cancellationToken">Cuts the upload off.</param>
    /// <exception cref="RequestRefusedException">It is refused; nothing of it stays.</exception>
    public Task<UploadReceipt> ArchiveAsync(
        DatasetId dataset,
        Stream archive,
        Func<Task<IDisposable>> enter,
        CancellationToken cancellationToken
    ) =>
        StageAsync(async staging =>
        {
            string file = Path.Combine(staging, "archive.zip");
            await SaveAsync(
                archive,
                file,
                limits.ArchiveBytes,
                $"The archive is larger than {ArchiveUnpacker.Megabytes(limits.ArchiveBytes)}. Upload it in several parts.",
                cancellationToken
            );
            UnpackedArchive unpacked = await unpacker.UnpackAsync(file, staging, cancellationToken);
            if (unpacked.Files.Count == 0)
            {
                throw new RequestRefusedException(RefusalKind.Invalid, NothingInIt(unpacked.Problems));
            }

            return await AcceptAsync(dataset, unpacked.Files, unpacked.Problems, enter);
        });

    /// <summary>Receives one picture.</summary>
    /// <param name="dataset">The data set it is for.</param>
    /// <param name="content">Its bytes, read once, in constant memory.</param>
    /// <param name="relativePath">Its place: <c>class/name.jpg</c>, or with a split's folder before it.</param>
    /// <param name="enter">Takes the data set's lock, once everything is staged.</param>
    /// <param name="cancellationToken">Cuts the upload off.</param>
    /// <exception cref="RequestRefusedException">It is refused; nothing of it stays.</exception>
    public Task<UploadReceipt> FileAsync(
        DatasetId dataset,
        Stream content,
        string relativePath,
        Func<Task<IDisposable>> enter,
        CancellationToken cancellationToken
    )
    {
        if (relativePath.Length == 0 || PicturePath.LeadsOut(relativePath))
        {
            throw new RequestRefusedException(
                RefusalKind.Invalid,
                $"The path '{relativePath}' cannot be stored. Use class/name.jpg, without .. and without a leading slash."
            );
        }

        if (PicturePath.IsJunk(relativePath))
        {
            return Task.FromResult(new UploadReceipt(0, []));
        }

        PictureLayout.Place place = PictureLayout.ArrangeOne(relativePath);
        if (place.Target is not { } target)
        {
            throw new RequestRefusedException(RefusalKind.Invalid, PictureLayout.NoClass(relativePath).Sentence);
        }

        return StageAsync(async staging =>
        {
            string file = Path.Combine(staging, "0");
            await SaveAsync(
                content,
                file,
                limits.FileBytes,
                $"{relativePath} is larger than {ArchiveUnpacker.Megabytes(limits.FileBytes)}. Save the picture smaller.",
                cancellationToken
            );
            return await AcceptAsync(dataset, [new StagedFile(file, target, relativePath, place.Renamed)], [], enter);
        });
    }

    private async Task<UploadReceipt> StageAsync(Func<string, Task<UploadReceipt>> receive)
    {
        string staging = Path.Combine(folder.Uploads, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(staging);
            return await receive(staging);
        }
        catch (IOException exception) when (FullDisk.IsCauseOf(exception))
        {
            throw ArchiveUnpacker.NoSpace();
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    private async Task SaveAsync(Stream content, string file, long maximum, string tooLarge, CancellationToken cancellationToken)
    {
        if (disk.FreeBytes < limits.ReserveBytes)
        {
            throw ArchiveUnpacker.NoSpace();
        }

        await using Stream target = disk.Create(file);
        if (await BoundedCopy.CopyAsync(content, target, maximum, cancellationToken) is null)
        {
            throw new RequestRefusedException(RefusalKind.TooLarge, tooLarge);
        }
    }

    private async Task<UploadReceipt> AcceptAsync(
        DatasetId dataset,
        IReadOnlyList<StagedFile> files,
        IReadOnlyList<PictureProblem> problems,
        Func<Task<IDisposable>> enter
    )
    {
        using IDisposable held = await enter();
        IReadOnlyList<PictureProblem> notes = new PictureFolder(folder.Pictures(dataset)).Accept(files);
        return new UploadReceipt(files.Count, [.. problems, .. notes]);
    }

    private static string NothingInIt(IReadOnlyList<PictureProblem> problems) =>
        problems.Count == 0
            ? "The archive has no files. Put a folder of pictures for each class into it."
            : $"Nothing in the archive can be stored. {problems[0].Path}: {problems[0].Sentence}";
}
