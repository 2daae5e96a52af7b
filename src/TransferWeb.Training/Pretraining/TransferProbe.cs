using System.Globalization;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Imaging;
using TransferWeb.Vision.Sample;

namespace TransferWeb.Training.Pretraining;

/// <summary>Measures what pretrained features bring over random ones, on the sample data set and on folders of photographs.</summary>
public static class TransferProbe
{
    private const int BatchSize = 32;
    private const int Splits = 5;
    private const double TestShare = 0.2;

    /// <summary>One row a data set, the sample first.</summary>
    public static IReadOnlyList<TransferBenefit> Measure(Backbone pretrained, IReadOnlyList<string> folders, long seed)
    {
        manual_seed(seed);
        using Backbone random = BackboneRegistry.Create(pretrained.Manifest.Name, pretrained.Classes);
        ImageTransform transform = ImageTransform.For(pretrained.Manifest);
        return
        [
            Measure("sample", Sample(transform), pretrained, random),
            .. folders.Select(folder => Measure(NameOf(folder), Photographs(folder, transform), pretrained, random)),
        ];
    }

    private static TransferBenefit Measure(string name, List<Example> examples, Backbone pretrained, Backbone random)
    {
        string[] labels = [.. examples.Select(example => example.Label).Distinct().Order(StringComparer.Ordinal)];
        return new TransferBenefit(
            name,
            examples.Count,
            labels.Length,
            Accuracy(pretrained, examples, labels),
            Accuracy(random, examples, labels)
        );
    }

    private static double Accuracy(Backbone model, List<Example> examples, string[] labels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = Features(model, examples);
        Tensor targets = tensor([.. examples.Select(example => (long)Array.IndexOf(labels, example.Label))]);
        double sum = 0;
        for (int seed = 0; seed < Splits; seed++)
        {
            IReadOnlyDictionary<string, Split> splits = StratifiedSplitter.Assign(
                examples.Select(example => (example.Name, example.Label)),
                TestShare,
                testShare: 0,
                seed
            );
            ILookup<bool, long> rows = Enumerable
                .Range(0, examples.Count)
                .ToLookup(i => splits[examples[i].Name] == Split.Train, i => (long)i);
            sum += LinearProbe.Accuracy(features, targets, labels.Length, [.. rows[true]], [.. rows[false]]);
        }

        return Math.Round(sum / Splits, 4);
    }

    private static Tensor Features(Backbone model, List<Example> examples)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using Backbone frozen = model.FrozenCopy(float32);
        List<Tensor> parts = [];
        foreach (Example[] batch in examples.Chunk(BatchSize))
        {
            byte[] pixels = [.. batch.SelectMany(example => example.Pixels)];
            using Tensor pictures = PictureTensors.Normalised(pixels, batch.Length, model.Manifest);
            parts.Add(frozen.ForwardFeatures(pictures));
        }

        return cat(parts).MoveToOuterDisposeScope();
    }

    private static List<Example> Sample(ImageTransform transform) =>
        [
            .. from kind in Enum.GetValues<SurfaceKind>()
            from number in Enumerable.Range(0, SampleDataset.PicturesPerKind)
            select Shown(transform, kind, number),
        ];

    private static Example Shown(ImageTransform transform, SurfaceKind kind, int number)
    {
        byte[] pixels = new byte[transform.ResultBytes];
        transform.Apply(
            SampleDataset.Paint(kind, number, SampleDataset.DefaultSeed),
            SampleDataset.Side,
            SampleDataset.Side,
            pixels
        );
        string label = SampleDataset.Labels[(int)kind];
        return new Example(string.Create(CultureInfo.InvariantCulture, $"{label}/{number}"), label, pixels);
    }

    private static List<Example> Photographs(string folder, ImageTransform transform)
    {
        List<Example> examples = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            try
            {
                using DecodedPicture picture = PictureDecoder.Decode(path);
                byte[] pixels = new byte[transform.ResultBytes];
                transform.Apply(picture, pixels);
                examples.Add(new Example(path, NameOf(Path.GetDirectoryName(path)!), pixels));
            }
            catch (PictureException)
            {
                // A folder of photographs may hold other files; they are no examples.
            }
        }

        return examples;
    }

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));

    private sealed record Example(string Name, string Label, byte[] Pixels);
}
