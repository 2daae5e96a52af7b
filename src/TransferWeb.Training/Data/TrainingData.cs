using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;

namespace TransferWeb.Training.Data;

/// <summary>The pictures of a run: opened, split and in a fixed order. A sample's label is one of <see cref="Classes"/>.</summary>
public sealed class TrainingData
{
    private readonly Dictionary<string, int> indices;

    /// <summary>Takes the pictures below <paramref name="folder"/>.</summary>
    public TrainingData(string folder, IReadOnlyList<string> classes, IReadOnlyList<Sample> samples)
    {
        (Folder, Classes, Samples) = (folder, classes, samples);
        indices = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
    }

    /// <summary>The picture folder.</summary>
    public string Folder { get; }

    /// <summary>The classes in ordinal order: the order of the network's outputs.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>All pictures, in ordinal order of their paths.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>The pictures of one split.</summary>
    public IReadOnlyList<Sample> Of(Split split) => [.. Samples.Where(s => s.Split == split)];

    /// <summary>The output that stands for the sample's class.</summary>
    public int LabelOf(Sample sample) => indices[sample.Label];

    /// <summary>The same without some pictures, by path.</summary>
    public TrainingData Without(IReadOnlySet<string> paths) =>
        new(Folder, Classes, [.. Samples.Where(s => !paths.Contains(s.Path))]);

    /// <summary>The split as a document that the same or another program can be started with.</summary>
    public SplitFile ToSplitFile() =>
        new()
        {
            Train = Paths(Split.Train),
            Validation = Paths(Split.Validation),
            Test = Paths(Split.Test),
        };

    private string[] Paths(Split split) => [.. Of(split).Select(s => s.Path)];
}
