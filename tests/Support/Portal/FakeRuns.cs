using System.Security.Cryptography;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;

namespace TransferWeb.Tests.Portal;

/// <summary>Scripts of <c>transferweb train</c> for <see cref="FakeWorkers"/>.</summary>
internal static class FakeRuns
{
    /// <summary>A run that records two points and succeeds with all its files.</summary>
    public static Task Succeed(FakeWorker worker)
    {
        Begin(worker);
        worker.Say(new MetricsRecorded([Point(1, 0.9), Point(2, 0.5)]));
        return EndWell(worker);
    }

    /// <summary>A run that trains until it is told to stop: by <c>cancel</c>, or by the end of its input.</summary>
    public static async Task TrainUntilStopped(FakeWorker worker)
    {
        Begin(worker);
        worker.Say(new MetricsRecorded([Point(1, 0.9)]));
        while (await worker.HearAsync() is { } line)
        {
            if (line == "cancel")
            {
                worker.Say(new RunCancelled { Time = DateTimeOffset.UnixEpoch });
                worker.End(3);
                return;
            }
        }

        worker.End(4);
    }

    /// <summary>A run that succeeds once a test lets it.</summary>
    public static Func<FakeWorker, Task> SucceedAfter(Task released) =>
        async worker =>
        {
            Begin(worker);
            await released;
            await Succeed(worker);
        };

    /// <summary>A run that goes on after its first epoch of one step, and succeeds.</summary>
    public static Task GoOn(FakeWorker worker)
    {
        worker.Say(
            new RunStarted("cpu", "transferweb_mini", ["pitted", "sound"], 8, 4, 4, 2, 4, 100, 1000)
            {
                Time = DateTimeOffset.UnixEpoch.AddHours(1),
                CompletedEpochs = 1,
                CompletedSteps = 1,
            }
        );
        worker.Say(new MetricsRecorded([Point(2, 0.7)]));
        return EndWell(worker);
    }

    /// <summary>A run that leaves a checkpoint, tells of a step beyond it, and is then cut off.</summary>
    public static async Task TrainBeyondACheckpoint(FakeWorker worker)
    {
        Directory.CreateDirectory(Path.Combine(worker.Option("--run"), "checkpoints"));
        await File.WriteAllTextAsync(Path.Combine(worker.Option("--run"), RunFiles.LastCheckpoint), "-");
        Begin(worker);
        worker.Say(new MetricsRecorded([Point(1, 0.9), Point(2, 0.7)]));
        while (await worker.HearAsync() is not null)
        {
            // Only the end of its input ends it.
        }

        worker.End(4);
    }

    public static void Begin(FakeWorker worker) =>
        worker.Say(
            new RunStarted("cpu", "transferweb_mini", ["pitted", "sound"], 8, 4, 4, 2, 4, 100, 1000)
            {
                Time = DateTimeOffset.UnixEpoch,
            }
        );

    public static MetricPoint Point(long step, double value) => new(MetricNames.Loss, Split.Train, step, 1, value);

    /// <summary>Writes the files of a finished run.</summary>
    public static void WriteResult(string folder)
    {
        byte[] weights = [1, 2, 3, 4];
        File.WriteAllBytes(Path.Combine(folder, RunFiles.Weights), weights);
        File.WriteAllText(Path.Combine(folder, RunFiles.ModelCard), "# A card");
        Write(
            Path.Combine(folder, RunFiles.Manifest),
            new ModelManifest
            {
                Backbone = "transferweb_mini",
                Classes = ["pitted", "sound"],
                InputSize = 64,
                ResizeSize = 72,
                Mean = [0.5, 0.5, 0.5],
                Std = [0.25, 0.25, 0.25],
                WeightsSha256 = Convert.ToHexStringLower(SHA256.HashData(weights)),
                CreatedAt = DateTimeOffset.UnixEpoch,
            }
        );
        Write(
            Path.Combine(folder, RunFiles.Evaluation),
            EvaluationBuilder.Build(
                Split.Test,
                ["pitted", "sound"],
                [("pitted/0.jpg", 0, [0.9, 0.1]), ("sound/0.jpg", 1, [0.2, 0.8])],
                [0, 0, 1]
            )
        );
    }

    private static Task EndWell(FakeWorker worker)
    {
        WriteResult(worker.Option("--run"));
        worker.Say(new RunCompleted(0.75, Split.Test, 8, 4, 4, 0.8, 0.7, 2, 1.5, worker.Option("--run")));
        worker.End();
        return Task.CompletedTask;
    }

    private static void Write<T>(string path, T document) =>
        File.WriteAllText(path, JsonSerializer.Serialize(document, TransferWebJson.File));
}
