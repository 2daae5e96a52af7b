using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Datasets;
using TransferWeb.Jobs.Workers;
using TransferWeb.Storage;
using TransferWeb.Storage.Entities;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Models;

/// <inheritdoc cref="IModelGallery"/>
internal sealed class ModelGallery(
    IDbContextFactory<PortalDb> databases,
    DataFolder folder,
    ModelPublisher publisher,
    WorkerPool workers,
    IUploadDisk disk
) : IModelGallery
{
    private const long LargestPicture = 32L << 20;

    public async Task<IReadOnlyList<ModelSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        List<ModelRow> rows = await db
            .Models.AsNoTracking()
            .OrderByDescending(m => m.PublishedAt)
            .ThenByDescending(m => m.Id)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(Summarize)];
    }

    public async Task<ModelDetails?> FindAsync(ModelId id, CancellationToken cancellationToken = default)
    {
        if (await RowAsync(id, cancellationToken) is not { } row)
        {
            return null;
        }

        string card = Path.Combine(folder.Model(id), RunFiles.ModelCard);
        return new ModelDetails(
            Summarize(row),
            File.Exists(card) ? await File.ReadAllTextAsync(card, cancellationToken) : "",
            row.SizeBytes
        );
    }

    public Task<ModelId> PublishAsync(
        RunId run,
        string name,
        string description,
        CancellationToken cancellationToken = default
    ) => publisher.PublishAsync(run, name, description, cancellationToken);

    public async Task<Prediction> PredictAsync(ModelId id, Stream picture, CancellationToken cancellationToken = default)
    {
        if (await RowAsync(id, cancellationToken) is null)
        {
            throw NotFound();
        }

        string file = Path.Combine(folder.Uploads, $"{Guid.NewGuid():N}.picture");
        try
        {
            await using (Stream target = disk.Create(file))
            {
                if (await BoundedCopy.CopyAsync(picture, target, LargestPicture, cancellationToken) is not { } bytes)
                {
                    throw new RequestRefusedException(
                        RefusalKind.TooLarge,
                        "The picture is larger than 32 MB. Save it smaller and try again."
                    );
                }

                if (bytes == 0)
                {
                    throw new RequestRefusedException(RefusalKind.Invalid, "The picture is empty (0 bytes). Choose another one.");
                }
            }

            return await workers.PredictAsync(folder.Model(id), file, cancellationToken);
        }
        catch (RequestRefusedException exception)
            when (exception.Message.Contains(Path.GetFileName(file), StringComparison.Ordinal))
        {
            // The worker knows the picture by a name nobody gave it.
            string message = exception.Message.Replace(file, Path.GetFileName(file), StringComparison.Ordinal);
            throw new RequestRefusedException(
                exception.Kind,
                message.Replace(Path.GetFileName(file), "This file", StringComparison.Ordinal)
            );
        }
        catch (IOException exception) when (FullDisk.IsCauseOf(exception))
        {
            throw new RequestRefusedException(RefusalKind.NoSpace, "The portal's disk is full. Free some space, then try again.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    public async Task DeleteAsync(ModelId id, CancellationToken cancellationToken = default)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Models.Where(m => m.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw NotFound();
        }

        folder.Discard(folder.Model(id));
    }

    private async Task<ModelRow?> RowAsync(ModelId id, CancellationToken cancellationToken)
    {
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Models.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
    }

    private static RequestRefusedException NotFound() =>
        new(RefusalKind.NotFound, "There is no such model; it may have been deleted.");

    private static ModelSummary Summarize(ModelRow row) =>
        new(
            row.Id,
            row.Name,
            row.Description,
            row.Backbone,
            row.Classes,
            row.Accuracy,
            new Interval(row.AccuracyLow, row.AccuracyHigh),
            row.EvaluatedImages,
            row.RunId,
            row.DatasetId,
            row.CoverPath,
            row.Licence,
            row.PublishedAt,
            row.Owner
        );
}
