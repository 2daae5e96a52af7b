using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>Which pictures of a folder are learnt from, and which are held out for measuring. Only names are read.</summary>
/// <param name="Folder">Full path.</param>
/// <param name="Train">Paths below the folder, with <c>/</c>.</param>
/// <param name="HeldOut">The same.</param>
public sealed record PhotographSplit(string Folder, IReadOnlyList<string> Train, IReadOnlyList<string> HeldOut)
{
    /// <summary>The share of each class that is held out where the folder itself names no split.</summary>
    public const double HeldOutShare = 0.2;

    /// <summary>Divides a folder by the seed, or as its folders <c>train</c>, <c>val</c> and <c>test</c> say.</summary>
    /// <exception cref="RunFailedException">There is no such folder, or it has no pictures to learn from.</exception>
    public static PhotographSplit Of(string folder, long seed)
    {
        if (!Directory.Exists(folder))
        {
            throw new RunFailedException(
                RunFailure.DatasetUnreadable,
                $"The picture folder {folder} does not exist. Check the path."
            );
        }

        PictureListing listing = PictureFolder.List(folder);
        IReadOnlyDictionary<string, Split> drawn = StratifiedSplitter.Assign(
            listing.Pictures.Select(picture => (picture.Path, picture.Label)),
            HeldOutShare,
            testShare: 0,
            seed
        );
        ILookup<bool, string> paths = listing.Pictures.ToLookup(
            picture => (picture.Split ?? drawn[picture.Path]) == Split.Train,
            picture => picture.Path
        );
        if (!paths[true].Any())
        {
            throw new RunFailedException(
                RunFailure.DatasetEmpty,
                $"{folder} has no pictures to learn from. Pictures stand in one folder for each class: class/a.jpg."
            );
        }

        return new PhotographSplit(Path.GetFullPath(folder), [.. paths[true]], [.. paths[false]]);
    }

    /// <summary>The folder's own name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder));

    /// <summary>The same as a split file, which <c>train --split</c> takes: measured on it, no picture was seen before.</summary>
    public SplitFile ToFile() => new() { Train = Train, Validation = HeldOut };

    /// <summary>Full paths of the pictures learnt from.</summary>
    public IEnumerable<string> TrainPaths() => Train.Select(path => Path.Combine(Folder, path));
}
