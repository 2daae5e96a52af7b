using System.Diagnostics;
using System.Text.Json;
using TransferWeb.Core.Models;
using TransferWeb.Training.Checkpoints;
using TransferWeb.Vision.Weights;
using TransferWeb.Worker.Tests.Support;

namespace TransferWeb.Worker.Tests;

/// <summary>Runs on a real disk that fills up: each pauses with a sentence, keeps what it had, and goes on once there is room.</summary>
public sealed class DiskFullTests : IDisposable
{
    private const int Epochs = 12;

    private readonly WorkerLab lab = new();
    private readonly SmallDisk? disk = SmallDisk.TryMake(megabytes: 96);

    private SmallDisk Disk
    {
        get
        {
            Assert.SkipWhen(disk is null, SmallDisk.Missing);
            return disk;
        }
    }

    public void Dispose()
    {
        disk?.Dispose();
        lab.Dispose();
    }

    [Fact]
    public void Train_WhereTheDiskFillsUpInBetween_PausesKeepsItsCheckpointAndEndsInTheSameWeights()
    {
        string target = Disk.Combine("run");
        lab.WritePictures("blue", "red");
        string whole = lab.Combine("whole");
        Assert.Equal(0, lab.Run(FullFineTuning(whole)).ExitCode);

        Finished paused = RunAndFill(epoch: 3, FullFineTuning(target));

        AssertPaused(paused, target);
        string checkpoint = Path.Combine(target, RunFiles.LastCheckpoint);
        int epoch = CheckpointFile.ReadPosition(checkpoint).Epoch;
        // The first epoch is kept at once, later ones where enough time has passed.
        Assert.InRange(epoch, 1, Epochs - 1);
        AssertWhole(checkpoint);
        AssertWhole(Path.Combine(target, RunFiles.BestCheckpoint));

        Disk.Clear();
        Finished finished = lab.Run("train", "--run", target, "--resume", "--json");

        Assert.Equal(0, finished.ExitCode);
        Assert.Contains($"goes on after epoch {epoch} of {Epochs}", finished.Output, StringComparison.Ordinal);
        Assert.Equal(Bytes(whole, RunFiles.Weights), Bytes(target, RunFiles.Weights));
        Assert.Equal(Bytes(whole, RunFiles.LastCheckpoint), Bytes(target, RunFiles.LastCheckpoint));
    }

    [Fact]
    public void Train_WhereTheDiskIsFullFromTheStart_SaysSoAndNamesNoCheckpoint()
    {
        string target = Disk.Combine("run");
        lab.WritePictures("blue", "red");
        Directory.CreateDirectory(target);
        Disk.Fill();

        Finished paused = lab.Run(FromScratch(target));

        Assert.Equal(1, paused.ExitCode);
        AssertSentence(paused, target);
        Assert.Contains("no picture was changed", paused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume", paused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_WhereTheModelDoesNotFit_PausesAndOnlyExportsWhenItGoesOn()
    {
        string target = Disk.Combine("run");
        lab.WritePictures("blue", "red");
        Assert.Equal(0, lab.Run(FromScratch(target)).ExitCode);
        byte[] weights = Bytes(target, RunFiles.Weights);
        foreach (string file in new[] { RunFiles.Weights, RunFiles.Manifest, RunFiles.ModelCard })
        {
            File.Delete(Path.Combine(target, file));
        }

        Disk.Fill(leave: 64 << 10);
        Finished paused = lab.Run("train", "--run", target, "--resume", "--json");

        AssertPaused(paused, target);
        Assert.Contains(RunFiles.Weights, paused.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(target, RunFiles.Manifest)));

        Disk.Clear();
        Finished finished = lab.Run("train", "--run", target, "--resume", "--json");

        Assert.Equal(0, finished.ExitCode);
        Assert.DoesNotContain(finished.Lines, line => line.GetProperty("event").GetString() == "EpochCompleted");
        Assert.Equal(weights, Bytes(target, RunFiles.Weights));
    }

    [Fact]
    public void Train_WhereTheFeaturesDoNotFit_GoesOnWithoutKeepingThem()
    {
        string data = Disk.Combine("data");
        lab.WritePictures("blue", "red");
        Directory.CreateDirectory(Path.Combine(data, "cache", "features"));
        Disk.Fill();
        string[] words = [.. With(lab.QuickTraining(lab.Combine("out"), epochs: 5), "scratch", "head"), "--json"];

        using Process process = lab.Start(words, data);
        process.StandardInput.Close();
        Finished finished = WorkerLab.Finish(process);

        Assert.Equal(0, finished.ExitCode);
        Assert.Contains("were not kept for later runs", finished.Output, StringComparison.Ordinal);
        Assert.Contains("The disk is full", finished.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories));
    }

    /// <summary>Full fine-tuning of the small network that comes with the program, with everything a checkpoint must hold.</summary>
    private string[] FullFineTuning(string target) =>
        [
            .. With(lab.QuickTraining(target, Epochs), "scratch", "full"),
            "--ema-decay",
            "0.9",
            "--dropout",
            "0.3",
            "--batch-size",
            "4",
            "--json",
        ];

    /// <summary>A network of a few megabytes, from scratch.</summary>
    private string[] FromScratch(string target) =>
        [.. With(lab.QuickTraining(target, 3), "transferweb_mini", "small_cnn"), "--json"];

    private static string[] With(string[] words, string old, string other) =>
        [.. words.Select(word => word == old ? other : word)];

    /// <summary>Starts a run and fills the disk when it has completed so many epochs.</summary>
    private Finished RunAndFill(int epoch, string[] words)
    {
        using Process process = lab.Start(words);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        List<string> lines = [];
        int completed = 0;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
            completed += line.Contains("\"EpochCompleted\"", StringComparison.Ordinal) ? 1 : 0;
            if (completed == epoch)
            {
                completed++;
                Disk.Fill();
            }
        }

        process.WaitForExit();
        return new Finished(process.ExitCode, string.Join('\n', lines), errors.GetAwaiter().GetResult());
    }

    /// <summary>One sentence that names the folder, what is missing and what to do, and nothing half written.</summary>
    private static void AssertPaused(Finished paused, string target)
    {
        Assert.Equal(1, paused.ExitCode);
        AssertSentence(paused, target);
        Assert.Contains("its last checkpoint is kept", paused.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(target, "*.tmp", SearchOption.AllDirectories));
        Assert.All(File.ReadLines(Path.Combine(target, RunFiles.Events)), line => JsonDocument.Parse(line).Dispose());
    }

    private static void AssertSentence(Finished paused, string target)
    {
        Assert.Equal("DiskFull", paused.Lines[^1].GetProperty("failure").GetString());
        string sentence = paused.Lines[^1].GetProperty("message").GetString()!;
        Assert.Equal(sentence, paused.Errors.Trim());
        Assert.Matches(
            $@"^The disk is full: \S+ needs [\d.]+ (bytes|kB|MB) in {target}\S*, and [\d.]+ (bytes|kB|MB) are free\. Make room there and start the run again; ",
            sentence
        );
    }

    /// <summary>Every tensor can be read to its end.</summary>
    private static void AssertWhole(string checkpoint)
    {
        using WeightFile file = WeightFile.Open(checkpoint);
        Assert.NotEmpty(file.Tensors);
        Assert.All(file.Tensors.Values, tensor => Assert.NotEmpty(tensor.ToBytes()));
    }

    private static byte[] Bytes(string folder, string file) => File.ReadAllBytes(Path.Combine(folder, file));
}
