using System.Diagnostics;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Training;
using TransferWeb.Training.Data;
using TransferWeb.Training.Devices;
using TransferWeb.Training.Events;
using TransferWeb.Training.Features;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Imaging;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Benchmarks;

/// <summary>Pictures a second of the two parts that a head-only run is made of, each alone on all processors.</summary>
internal sealed record PartRates(double Decoding, double Network)
{
    private const int Warming = 64;
    private const int Pictures = 640;

    /// <summary>Seconds no run with these parts can go below while both take their turns on the same processors.</summary>
    public double Bound(int pictures) => (pictures / Decoding) + (pictures / Network);

    /// <summary>Measures both.</summary>
    public static async Task<PartRates> MeasureAsync(Contest contest) =>
        new(MeasureDecoding(contest), await EngineThread.RunAsync(() => MeasureNetwork(contest)));

    private static double MeasureDecoding(Contest contest)
    {
        IReadOnlyList<ListedPicture> pictures = SplitFileReader.Read(contest.SplitPath);
        ImageTransform transform = new(BackboneRegistry.Find(contest.Arch).InputSize);
        using PicturePreparer preparer = new(
            contest.Data,
            transform,
            new PictureCache(contest.Folder, memoryBytes: 0, fileBytes: 0),
            new RunEvents(TimeProvider.System)
        );
        long began = Stopwatch.GetTimestamp();
        Parallel.ForEach(
            pictures,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            picture => preparer.TryPrepare(Plain(picture), keep: false, new byte[transform.ResultBytes])
        );
        return pictures.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static Sample Plain(ListedPicture picture) => new(picture.Path, picture.Label, Split.Train, "", 0, 0, 0);

    private static double MeasureNetwork(Contest contest)
    {
        ScalarType precision = Precision.ForFrozen(CPU);
        using Backbone model = BackboneRegistry.Create(contest.Arch, 2);
        using (WeightFile file = WeightFile.Open(contest.Weights))
        {
            BackboneRegistry.LoadPretrained(model, file);
        }

        using Backbone frozen = model.FrozenCopy(precision);
        using IDisposable mode = inference_mode();
        ExtractionWay way = ExtractionWay.For(model, CPU);
        int size = model.Manifest.InputSize;
        using Tensor pictures = rand(way.BatchSize, size, size, 3).to_type(precision).permute(0, 3, 1, 2);
        Pass(Warming);
        long began = Stopwatch.GetTimestamp();
        Pass(Pictures);
        return Pictures / Stopwatch.GetElapsedTime(began).TotalSeconds;

        void Pass(int count)
        {
            if (way.SideBySide)
            {
                Lanes.ForEach(count / way.BatchSize, _ => frozen.ForwardFeatures(pictures).Dispose());
                return;
            }

            for (int i = 0; i < count / way.BatchSize; i++)
            {
                frozen.ForwardFeatures(pictures).Dispose();
            }
        }
    }
}
