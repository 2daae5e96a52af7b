using System.Globalization;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Training.Pretraining.Distillation;
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
    /// <param name="pretrained">What is measured.</param>
    /// <param name="folders">Folders <c>class/…</c> (any depth).</param>
    /// <param name="seed">Decides the random network compared with.</param>
    /// <param name="seen">Folders the network saw a part of: there a head learns on that part and is counted on the pictures held out.</param>
    public static IReadOnlyList<TransferBenefit> Measure(
        Backbone pretrained,
        IReadOnlyList<string> folders,
        long seed,
        params IReadOnlyList<PhotographSplit> seen
    )
    {
        manual_seed(seed);
        using Backbone random = BackboneRegistry.Create(pretrained.Manifest.Name, pretrained.Classes);
        ImageTransform transform = ImageTransform.For(pretrained.Manifest);
        return
        [
            Measure("sample", Sample(transform), pretrained, random, split: null),
            .. folders.Select(folder =>
                Measure(
                    NameOf(folder),
                    Photographs(folder, transform),
                    pretrained,
                    random,
                    seen.FirstOrDefault(split => split.Folder == Path.GetFullPath(folder))
                )
            ),
        ];
    }

    private static TransferBenefit Measure(
        string name,
        List<Example> examples,
        Backbone pretrained,
        Backbone random,
        PhotographSplit? split
    )
    {
        string[] labels = [.. examples.Select(example => example.Label).Distinct().Order(StringComparer.Ordinal)];
        return new TransferBenefit(
            name,
            examples.Count,
            labels.Length,
            Accuracy(pretrained, examples, labels, split),
            Accuracy(random, examples, labels, split)
        );
    }

    private static double Accuracy(Backbone model, List<Example> examples, string[] labels, PhotographSplit? split)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = Features(model, examples);
        Tensor targets = tensor([.. examples.Select(example => (long)Array.IndexOf(labels, example.Label))]);
        ILookup<bool, long>[] divisions = split is null
            ? [.. Enumerable.Range(0, Splits).Select(seed => Divide(examples, seed))]
            : [Divide(examples, split)];
        return Math.Round(
            divisions.Average(rows => LinearProbe.Accuracy(features, targets, labels.Length, [.. rows[true]], [.. rows[false]])),
            4
        );
    }

    // The rows learnt from (true) and counted on (false).
    private static ILookup<bool, long> Divide(List<Example> examples, long seed)
    {
        IReadOnlyDictionary<string, Split> splits = StratifiedSplitter.Assign(
            examples.Select(example => (example.Name, example.Label)),
            TestShare,
            testShare: 0,
            seed
        );
        return Rows(examples, name => splits[name] == Split.Train);
    }

    private static ILookup<bool, long> Divide(List<Example> examples, PhotographSplit split)
    {
        HashSet<string> heldOut = [.. split.HeldOut.Select(path => Path.GetFullPath(path, split.Folder))];
        return Rows(examples, name => !heldOut.Contains(Path.GetFullPath(name)));
    }

    private static ILookup<bool, long> Rows(List<Example> examples, Func<string, bool> learn) =>
        Enumerable.Range(0, examples.Count).ToLookup(i => learn(examples[i].Name), i => (long)i);

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
            catch (PictureException exception) when (exception.Fault != PictureFault.DecoderMissing)
            {
                // A folder of photographs may hold other files; they are no examples.
            }
        }

        return examples;
    }

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));

    private sealed record Example(string Name, string Label, byte[] Pixels);
}
