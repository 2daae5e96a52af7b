using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.Prediction;

namespace TransferWeb.Training.Evaluation;

/// <summary>Measures a trained model on labelled pictures in a folder.</summary>
/// <param name="predictor">The model.</param>
/// <param name="note">Hears why a picture was left out.</param>
public sealed class FolderEvaluator(Predictor predictor, Action<string> note)
{
    private const int Batch = 32;

    /// <summary>
    /// Measures on the test pictures, else the validation pictures, where folders or split file name any; else on all pictures. The commonest class is
    /// that among the measured pictures.
    /// </summary>
    /// <exception cref="RunFailedException">There are no pictures, or a class the model does not know.</exception>
    public EvaluationReport Evaluate(string folder, string? splitFile, CancellationToken cancellation)
    {
        IReadOnlyList<ListedPicture> all = splitFile is null
            ? PictureFolder.List(folder).Pictures
            : SplitFileReader.Read(splitFile);
        Split split = Choose(all);
        ListedPicture[] pictures = [.. all.Where(p => (p.Split ?? split) == split)];
        IReadOnlyList<string> classes = predictor.Manifest.Classes;
        Dictionary<string, int> indices = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        if (pictures.FirstOrDefault(p => !indices.ContainsKey(p.Label)) is { } stranger)
        {
            throw new RunFailedException(
                RunFailure.DatasetUnreadable,
                $"The class '{stranger.Label}' is none that the model knows: {string.Join(", ", classes)}."
            );
        }

        List<(string Path, int Truth, IReadOnlyList<double> Probabilities)> said = [];
        foreach (ListedPicture[] batch in pictures.Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            double[]?[] probabilities = predictor.Predict(
                [.. batch.Select(p => PictureExaminer.FullPath(folder, p.Path))],
                (index, exception) => note(PictureExaminer.Problem(batch[index].Path, exception).Sentence)
            );
            said.AddRange(
                batch
                    .Zip(probabilities)
                    .Where(pair => pair.Second is not null)
                    .Select(pair => (pair.First.Path, indices[pair.First.Label], (IReadOnlyList<double>)pair.Second!))
            );
        }

        return said.Count == 0
            ? throw new RunFailedException(RunFailure.DatasetEmpty, $"There are no pictures to measure on in {folder}.")
            : EvaluationBuilder.Build(split, classes, said, [.. said.Select(s => s.Truth)]);
    }

    private static Split Choose(IReadOnlyList<ListedPicture> pictures) =>
        pictures.Any(p => p.Split == Split.Test) || pictures.All(p => p.Split is null) ? Split.Test
        : pictures.Any(p => p.Split == Split.Validation) ? Split.Validation
        : Split.Train;
}
