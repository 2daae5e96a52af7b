using System.Collections.Concurrent;
using TransferWeb.Core.Datasets;
using TransferWeb.Training.Data;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training.Inspection;

/// <summary>How far an inspection is; the estimate is null until there is one.</summary>
public sealed record InspectionProgress(int Done, int Total, double? RemainingSeconds);

/// <summary>Opens every picture of a folder once, to its last pixel, and tells what is wrong with which.</summary>
/// <param name="thumbnails">A folder for small JPEGs named as the pictures with <c>.jpg</c> behind; null makes none.</param>
/// <param name="report">Hears how far it is, a few times a second and at the end; called by one thread at a time.</param>
/// <param name="time">For estimates.</param>
public sealed class DatasetInspector(string? thumbnails, Action<InspectionProgress> report, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Inspects the folder.</summary>
    /// <exception cref="IOException">The folder cannot be read, or a thumbnail cannot be written.</exception>
    public DatasetInspection Inspect(string folder, CancellationToken cancellation)
    {
        PictureListing listing = PictureFolder.List(folder);
        Examination[] examined = new Examination[listing.Pictures.Count];
        Meter meter = new(report, time, examined.Length);
        ParallelOptions options = new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(
            Partitioner.Create(0, examined.Length, 1),
            options,
            range =>
            {
                for (int i = range.Item1; i < range.Item2; i++)
                {
                    examined[i] = Open(folder, listing.Pictures[i]);
                    meter.Count();
                }
            }
        );
        return Conclude(listing, examined);
    }

    private Examination Open(string folder, ListedPicture picture)
    {
        Examination examined = PictureExaminer.Examine(folder, picture);
        if (examined.Sample is null)
        {
            return examined;
        }

        try
        {
            string path = PictureExaminer.FullPath(folder, picture.Path);
            PictureDecoder.Decode(path).Dispose();
            if (thumbnails is not null)
            {
                ThumbnailWriter.Write(path, PictureExaminer.FullPath(thumbnails, picture.Path) + ".jpg");
            }

            return examined;
        }
        catch (PictureException exception)
        {
            return new Examination(null, PictureExaminer.Problem(picture.Path, exception));
        }
    }

    private static DatasetInspection Conclude(PictureListing listing, Examination[] examined)
    {
        List<PictureProblem> problems = [.. listing.Problems, .. examined.Select(e => e.Problem).OfType<PictureProblem>()];
        List<Sample> samples = [];
        Dictionary<string, Sample> seen = new(StringComparer.Ordinal);
        foreach (Sample sample in examined.Select(e => e.Sample).OfType<Sample>())
        {
            if (seen.TryAdd(sample.Sha256, sample))
            {
                samples.Add(sample);
                continue;
            }

            problems.Add(Duplicate(sample, seen[sample.Sha256]));
            if (sample.Label != seen[sample.Sha256].Label)
            {
                samples.Add(sample);
            }
        }

        return new DatasetInspection
        {
            HasSplits = listing.HasSplits,
            Classes = listing.Classes,
            Samples = samples,
            Problems = [.. problems.OrderBy(p => p.Path, StringComparer.Ordinal)],
        };
    }

    private static PictureProblem Duplicate(Sample sample, Sample first)
    {
        bool sameClass = sample.Label == first.Label;
        string sentence = sameClass
            ? $"{sample.Path} is the same picture as {first.Path} and was left out."
            : $"{sample.Path} is the same picture as {first.Path}, which is in another class. One of the two is wrong: decide which, and remove it.";
        return new PictureProblem(sample.Path, PictureProblemKind.Duplicate, sentence, LeftOut: sameClass);
    }

    private sealed class Meter(Action<InspectionProgress> report, TimeProvider time, int total)
    {
        private readonly Lock gate = new();
        private readonly long began = time.GetTimestamp();
        private long last = time.GetTimestamp();
        private int done;

        public void Count()
        {
            lock (gate)
            {
                done++;
                if (done < total && time.GetElapsedTime(last) < Interval)
                {
                    return;
                }

                last = time.GetTimestamp();
                double elapsed = time.GetElapsedTime(began).TotalSeconds;
                report(new InspectionProgress(done, total, elapsed * (total - done) / done));
            }
        }
    }
}
