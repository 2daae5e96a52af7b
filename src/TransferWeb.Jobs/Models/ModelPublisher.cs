using Microsoft.EntityFrameworkCore;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Jobs.Datasets;
using TransferWeb.Jobs.Workers;
using TransferWeb.Storage;
using TransferWeb.Storage.Entities;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Models;

/// <summary>Copies a succeeded run's model into the gallery, so that it stays whatever becomes of the run.</summary>
internal sealed class ModelPublisher(
    IDbContextFactory<PortalDb> databases,
    DataFolder folder,
    BackboneDirectory backbones,
    ICurrentUser user,
    TimeProvider time
)
{
    private const int MaximumNameLength = 120;
    private const int MaximumDescriptionLength = 2000;
    private static readonly string[] Published = [RunFiles.Manifest, RunFiles.Weights, RunFiles.ModelCard, RunFiles.Evaluation];
    private readonly AsyncLock turn = new();

    /// <inheritdoc cref="IModelGallery.PublishAsync"/>
    public async Task<ModelId> PublishAsync(RunId run, string name, string description, CancellationToken cancellationToken)
    {
        (string title, string text) = (name.Trim(), description.Trim());
        Check(title, text);
        using IDisposable held = await turn.EnterAsync(cancellationToken);
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Models.AsNoTracking().SingleOrDefaultAsync(m => m.RunId == run, cancellationToken) is { } existing)
        {
            return existing.Id;
        }

        RunRow row =
            await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == run, cancellationToken)
            ?? throw new RequestRefusedException(RefusalKind.NotFound, "There is no such run.");
        ModelManifest? manifest = await AtomicFile.ReadJsonAsync<ModelManifest>(
            RunFile(run, RunFiles.Manifest),
            cancellationToken
        );
        EvaluationReport? evaluation = await AtomicFile.ReadJsonAsync<EvaluationReport>(
            RunFile(run, RunFiles.Evaluation),
            cancellationToken
        );
        if (row.Status != RunStatus.Succeeded || manifest is null || evaluation is null)
        {
            throw new RequestRefusedException(
                RefusalKind.Conflict,
                "This run has no finished model, so there is nothing to publish. Publish a run that succeeded."
            );
        }

        ModelId id = ModelId.New();
        (string hash, long size) = await CopyAsync(run, id, manifest, cancellationToken);
        db.Models.Add(
            new ModelRow
            {
                Id = id,
                RunId = run,
                DatasetId = row.DatasetId,
                Name = title,
                Description = text,
                Backbone = row.Spec.Backbone,
                Classes = [.. manifest.Classes],
                Accuracy = evaluation.AccuracyTop1,
                AccuracyLow = evaluation.AccuracyInterval.Low,
                AccuracyHigh = evaluation.AccuracyInterval.High,
                EvaluatedImages = evaluation.Images,
                CoverPath = evaluation.Predictions is [var first, ..] ? first.Path : null,
                Licence = await LicenceAsync(row.Spec, cancellationToken),
                WeightsSha256 = hash,
                SizeBytes = size,
                PublishedAt = time.GetUtcNow(),
                Owner = user.DisplayName,
            }
        );
        await db.SaveChangesAsync(CancellationToken.None);
        return id;
    }

    private static void Check(string name, string description)
    {
        if (name.Length is 0 or > MaximumNameLength)
        {
            throw new RequestRefusedException(
                RefusalKind.Invalid,
                $"The name has {name.Length} characters. Give it 1 to {MaximumNameLength}."
            );
        }

        if (description.Length > MaximumDescriptionLength)
        {
            throw new RequestRefusedException(
                RefusalKind.Invalid,
                $"The description has {description.Length} characters. Give it {MaximumDescriptionLength} at most."
            );
        }
    }

    private async Task<(string Hash, long Size)> CopyAsync(
        RunId run,
        ModelId id,
        ModelManifest manifest,
        CancellationToken cancellationToken
    )
    {
        string beside = Path.Combine(folder.Uploads, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(beside);
            long size = 0;
            foreach (string file in Published.Where(f => File.Exists(RunFile(run, f))))
            {
                await using FileStream source = File.OpenRead(RunFile(run, file));
                await AtomicFile.WriteAsync(
                    Path.Combine(beside, file),
                    target => source.CopyToAsync(target, cancellationToken),
                    cancellationToken
                );
                size += source.Length;
            }

            string hash = await HashWeightsAsync(beside, manifest, cancellationToken);
            Directory.Move(beside, folder.Model(id));
            return (hash, size);
        }
        catch (IOException exception) when (FullDisk.IsCauseOf(exception))
        {
            throw new RequestRefusedException(
                RefusalKind.NoSpace,
                "The portal's disk is full. Free some space, then publish again."
            );
        }
        finally
        {
            folder.Discard(beside);
        }
    }

    private static async Task<string> HashWeightsAsync(string folder, ModelManifest manifest, CancellationToken cancellationToken)
    {
        string weights = Path.Combine(folder, RunFiles.Weights);
        string hash = File.Exists(weights) ? await AtomicFile.HashAsync(weights, cancellationToken) : "";
        return hash == manifest.WeightsSha256
            ? hash
            : throw new RequestRefusedException(
                RefusalKind.Conflict,
                "The run's weight file is missing or was changed after training, so it is not published. Train again."
            );
    }

    private async Task<string> LicenceAsync(RunSpec spec, CancellationToken cancellationToken)
    {
        if (spec.Start == WeightStart.Scratch)
        {
            return "none (trained from scratch)";
        }

        try
        {
            IReadOnlyList<BackboneOffer> offers = await backbones.ListAsync(cancellationToken);
            return offers.FirstOrDefault(o => o.Manifest.Name == spec.Backbone)?.Manifest.WeightsLicence ?? "unknown";
        }
        catch (RequestRefusedException)
        {
            return "unknown";
        }
    }

    private string RunFile(RunId run, string file) => Path.Combine(folder.Run(run), file);
}
