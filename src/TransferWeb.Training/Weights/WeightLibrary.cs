using System.Security.Cryptography;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Weights;

/// <summary>All the places weights come from, asked in this order: a file named by hand, the store, the program's own files, a download.</summary>
/// <param name="store">The folder of weights that were imported or downloaded.</param>
/// <param name="catalogue">What can be downloaded.</param>
public sealed class WeightLibrary(WeightStore store, WeightCatalogue catalogue)
{
    /// <summary>The folder of weights that were imported or downloaded.</summary>
    public WeightStore Store => store;

    /// <summary>What can be downloaded.</summary>
    public WeightCatalogue Catalogue => catalogue;

    /// <summary>What a person can choose from, and what choosing it would cost.</summary>
    public IReadOnlyList<BackboneOffer> Offers() =>
        [
            .. BackboneRegistry.Manifests.Select(manifest => new BackboneOffer(
                manifest,
                Here(WeightsName(manifest)),
                catalogue.ForBackbone(WeightsName(manifest))?.SizeBytes
            )),
        ];

    /// <summary>The weights a run starts from, or null from scratch; downloads them where they are nowhere here.</summary>
    /// <exception cref="RunFailedException">There are none.</exception>
    /// <exception cref="WeightsException">They cannot be had.</exception>
    public PreparedWeights? Prepare(RunSpec spec, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        if (spec.Start == WeightStart.Scratch)
        {
            return null;
        }

        BackboneManifest manifest = BackboneRegistry.Find(spec.Backbone);
        if (manifest.IsScratchOnly)
        {
            throw new RunFailedException(
                RunFailure.InvalidSpec,
                $"{manifest.DisplayName} has no pretrained weights: it learns everything from your pictures. Train it from scratch, or choose another backbone."
            );
        }

        string path = spec.WeightsFile ?? Here(WeightsName(manifest)) ?? Download(manifest, progress, cancellation);
        return new PreparedWeights(path, Hash(path));
    }

    /// <summary>The file of a backbone's weights that is on this machine, or null.</summary>
    private string? Here(string backbone)
    {
        if (store.Find(backbone) is { } stored)
        {
            return stored.Path;
        }

        string own = Path.Combine(AppContext.BaseDirectory, "manifests", $"{backbone}.safetensors");
        return File.Exists(own) ? own : null;
    }

    private static string WeightsName(BackboneManifest manifest) => manifest.WeightsOf ?? manifest.Name;

    private string Download(BackboneManifest manifest, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        string source = manifest.WeightsPage is { } page ? $"Get them from {page}" : "No address is known";
        WeightEntry entry =
            catalogue.ForBackbone(WeightsName(manifest))
            ?? throw new RunFailedException(
                RunFailure.WeightsUnusable,
                $"No weights of {manifest.Name} are here. {source}, then import the file: transferweb weights import FILE."
            );
        return store.FetchAsync(entry, progress, cancellation).GetAwaiter().GetResult().Path;
    }

    private static string Hash(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException(
                WeightsFault.Unreadable,
                $"The weight file {path} could not be read: {exception.Message}",
                exception
            );
        }
    }
}
