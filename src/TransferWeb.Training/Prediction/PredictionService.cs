using System.Diagnostics;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;

namespace TransferWeb.Training.Prediction;

/// <summary>Answers about pictures by models that stay loaded; a model whose files change is loaded anew. Used by one thread at a time.</summary>
/// <param name="capacity">Models kept loaded; the one asked longest ago makes room.</param>
public sealed class PredictionService(int capacity = 4) : IDisposable
{
    private readonly OrderedDictionary<string, Loaded> models = new(StringComparer.Ordinal);

    /// <summary>Number of models that are loaded.</summary>
    public int LoadedModels => models.Count;

    /// <summary>Asks the model in a folder about a picture file.</summary>
    /// <exception cref="Core.Runs.RunFailedException">The model cannot be used.</exception>
    /// <exception cref="Vision.Imaging.PictureException">The picture cannot be decoded.</exception>
    public Core.Portal.Prediction Predict(string modelFolder, string picture)
    {
        Predictor predictor = Find(Path.GetFullPath(modelFolder));
        long began = Stopwatch.GetTimestamp();
        ClassProbability[] ranked = predictor.Rank(picture);
        return new Core.Portal.Prediction(ranked, Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 2));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Loaded loaded in models.Values)
        {
            loaded.Predictor.Dispose();
        }

        models.Clear();
    }

    private Predictor Find(string folder)
    {
        DateTime changed = File.GetLastWriteTimeUtc(Path.Combine(folder, RunFiles.Manifest));
        if (models.Remove(folder, out Loaded? loaded) && loaded.Changed != changed)
        {
            loaded.Predictor.Dispose();
            loaded = null;
        }

        if (loaded is null)
        {
            loaded = new Loaded(Predictor.Load(folder), changed);
            MakeRoom();
        }

        models[folder] = loaded;
        return loaded.Predictor;
    }

    private void MakeRoom()
    {
        while (models.Count >= capacity)
        {
            models.GetAt(0).Value.Predictor.Dispose();
            models.RemoveAt(0);
        }
    }

    private sealed record Loaded(Predictor Predictor, DateTime Changed);
}
