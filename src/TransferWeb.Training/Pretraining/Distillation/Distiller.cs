using System.Diagnostics;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Runs;
using TransferWeb.Torch;
using TransferWeb.Vision;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>
/// Teaches <c>transferweb_mini</c> to see what a MobileNetV2 trained on ImageNet sees in crops of a few photographs and of generated pictures.
/// At first each stage is guided by the teacher's map before it; then the student stands on its own feet. Synchronous; one thread
/// learns, another teaches.
/// </summary>
public static class Distiller
{
    private const int ReportEvery = 50;
    private const int MeasuringBatches = 8;
    private const string Saw =
        "Crops of photographs (training split only) and of generated patterns and figures, and for each crop the feature maps and class "
        + "probabilities of the teacher, whose own weights are neither in the file nor where the training began. No label of any photograph, "
        + "no held-out photograph, and no picture or painting code of the sample data set.";

    /// <summary>Trains, writes weights, split and report, and measures the benefit.</summary>
    /// <param name="options">How.</param>
    /// <param name="progress">Told every 50 steps.</param>
    /// <param name="cancellation">Stops after the step it is in; the state last saved stays.</param>
    /// <exception cref="RunFailedException">The teacher, the weights to start from, a folder or the state to go on from cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static DistillReport Run(
        DistillOptions options,
        IProgress<DistillProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        Check(options);
        PhotographSplit[] splits = [.. options.PictureFolders.Select(folder => PhotographSplit.Of(folder, options.Seed))];
        using Teacher teacher = Teacher.Open(options.Teacher);
        foreach (PhotographSplit split in splits)
        {
            WriteJson(Path.ChangeExtension(options.Output, $".{split.Name}.split.json"), split.ToFile());
        }

        using Student student = new(options);
        PictureBank bank = PictureBank.Fill(
            [.. splits.SelectMany(split => split.TrainPaths())],
            options.GeneratedPictures,
            options.Seed
        );
        using ThreadShare threads = new();
        (DistillDistance distance, double seconds) = Fit(teacher, student, bank, options, progress, cancellation);
        DistillReport report = new()
        {
            Command = DistillCommand.Of(options),
            Saw = Saw,
            Teacher = teacher.Manifest.DisplayName,
            TeacherSha256 = WeightHash.OfFile(options.Teacher),
            Start = student.Start,
            Seed = options.Seed,
            Steps = options.Steps,
            Crops = (long)options.Steps * options.BatchSize,
            Photographs = bank.Photographs.Count,
            HeldOut = splits.Sum(split => split.HeldOut.Count),
            Generated = bank.Generated.Count,
            Distance = distance,
            DurationSeconds = Math.Round(seconds),
            Benefits = TransferProbe.Measure(student.Average, options.ProbeFolders, options.Seed, splits),
        };
        WriteJson(Path.ChangeExtension(options.Output, ".pretraining.json"), report);
        return report;
    }

    private static void Check(DistillOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Steps, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(options.Side, options.FinalSide), 32, nameof(options));
    }

    private static (DistillDistance Distance, double Seconds) Fit(
        Teacher teacher,
        Student student,
        PictureBank bank,
        DistillOptions options,
        IProgress<DistillProgress>? progress,
        CancellationToken cancellation
    )
    {
        // With the crops that an earlier distillation measured with: what it learnt is in units of the teacher's scale.
        teacher.Measure(Samples(new CropMaker(bank, options.Seed), options), options.BatchSize, options.Side);
        CropMaker crops = new(bank, student.Start?.FreshSeed(options.Seed) ?? options.Seed);
        (int step, double before) = options.Resume ? DistillState.Load(options, student) : (0, 0);
        Stopwatch clock = Stopwatch.StartNew();
        List<DistillDistance> since = [];
        DistillDistance last = new([], double.NaN, double.NaN);
        using LessonStream stream = new(teacher, crops, options, step);
        foreach (Lesson lesson in stream.Lessons())
        {
            using (lesson)
            {
                cancellation.ThrowIfCancellationRequested();
                since.Add(student.Learn(lesson, teacher, step, step < options.GuidedSteps, options.LearningRateAt(step)));
            }

            step++;
            if (step % ReportEvery == 0 || step == options.Steps)
            {
                last = DistillDistance.Mean(since);
                since.Clear();
                progress?.Report(new DistillProgress(step, options.Steps, last, clock.Elapsed.TotalSeconds));
            }

            if (step % options.SaveEvery == 0 || step == options.Steps)
            {
                DistillState.Save(options, step, before + clock.Elapsed.TotalSeconds, student);
                CompactWeights.Save(student.Average, options.Output, Metadata(options));
            }
        }

        return (last, before + clock.Elapsed.TotalSeconds);
    }

    // Crops that no step uses: steps count from 0.
    private static IEnumerable<byte[]> Samples(CropMaker crops, DistillOptions options) =>
        Enumerable.Range(1, MeasuringBatches).Select(i => crops.Make(-i, options.BatchSize, options.Side));

    private static Dictionary<string, string> Metadata(DistillOptions options) =>
        new()
        {
            ["format"] = "pt",
            ["backbone"] = Student.BackboneName,
            ["command"] = DistillCommand.Of(options),
        };

    private static void WriteJson<T>(string path, T value) =>
        WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(value, TransferWebJson.File));

    // Half of the processors for who learns, half for who teaches.
    private sealed class ThreadShare : IDisposable
    {
        private readonly int _before = Acceleration.GetThreads();

        public ThreadShare() => Acceleration.SetThreads(Math.Max(1, _before / 2));

        public void Dispose() => Acceleration.SetThreads(_before);
    }
}
