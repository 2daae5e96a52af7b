using System.Security.Cryptography;
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
                Here(manifest.Name),
                catalogue.ForBackbone(manifest.Name)?.SizeBytes
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

        string path = spec.WeightsFile ?? Here(spec.Backbone) ?? Download(spec.Backbone, progress, cancellation);
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

    private string Download(string backbone, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        WeightEntry entry =
            catalogue.ForBackbone(backbone)
            ?? throw new RunFailedException(
                RunFailure.WeightsUnusable,
                $"No weights of {backbone} are here, and no address is known. Import a file: transferweb weights import FILE."
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
