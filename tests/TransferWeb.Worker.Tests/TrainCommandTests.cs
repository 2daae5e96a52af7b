using System.Diagnostics;
using System.Text.Json;
using TransferWeb.Core.Models;
using TransferWeb.Worker.Tests.Support;

namespace TransferWeb.Worker.Tests;

public sealed class TrainCommandTests : IDisposable
{
    private readonly WorkerLab lab = new();

    public void Dispose() => lab.Dispose();

    [Fact]
    public void Json_OfARun_IsOneEventALineAndEndsInTheResult()
    {
        lab.WritePictures("blue", "red");

        Finished finished = lab.Run([.. lab.QuickTraining(lab.Combine("out")), "--json"]);

        Assert.Equal(0, finished.ExitCode);
        JsonElement last = finished.Lines[^1];
        Assert.Equal("RunCompleted", last.GetProperty("event").GetString());
        Assert.InRange(last.GetProperty("accuracyTop1").GetDouble(), 0, 1);
        Assert.Equal(10, last.GetProperty("trainImages").GetInt32());
        Assert.Equal(2, last.GetProperty("validationImages").GetInt32());
        Assert.True(last.GetProperty("durationSeconds").GetDouble() > 0);
        Assert.Equal(finished.Output, File.ReadAllText(lab.Combine("out", RunFiles.Events)));
    }

    [Fact]
    public void Train_WhenItEnds_LeavesNoTemporaryFile()
    {
        lab.WritePictures("blue", "red");

        Assert.Equal(0, lab.Run(lab.QuickTraining(lab.Combine("out"))).ExitCode);

        Assert.Empty(Directory.EnumerateFileSystemEntries(lab.TemporaryFiles));
    }

    [Fact]
    public void WithoutJson_TheResultIsASentence()
    {
        lab.WritePictures("blue", "red");

        Finished finished = lab.Run(lab.QuickTraining(lab.Combine("out")));

        Assert.Equal(0, finished.ExitCode);
        Assert.Contains("Accuracy:", finished.Output, StringComparison.Ordinal);
        Assert.Contains("Always saying", finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void InATerminal_BarsAreShownAndTheResult()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "Needs script, which lends a terminal.");
        lab.WritePictures("blue", "red");
        string command = string.Join(' ', lab.QuickTraining(lab.Combine("out"), epochs: 2).Select(word => $"'{word}'"));
        ProcessStartInfo start = new("/usr/bin/script", ["-qec", $"'{WorkerLab.Program}' {command}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;

        Finished finished = WorkerLab.Finish(process);

        Assert.True(finished.ExitCode == 0, finished.Output);
        Assert.Contains("epoch 2 of 2", finished.Output, StringComparison.Ordinal);
        Assert.Contains("Accuracy:", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Document_OfAnEarlierRun_GivesTheSameWeights()
    {
        string first = lab.TrainModel();

        Finished finished = lab.Run("train", Path.Combine(first, RunFiles.Spec), "--out", lab.Combine("again"), "--json");

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(first, RunFiles.Weights)),
            File.ReadAllBytes(lab.Combine("again", RunFiles.Weights))
        );
    }

    [Fact]
    public void Supervised_LineCancel_EndsWithRunCancelledAndThree()
    {
        string folder = QueueLongRun();
        using Process process = lab.Start("train", "--run", folder, "--json", "--supervised");
        ReadUntil(process, "EpochCompleted");

        process.StandardInput.WriteLine("cancel");
        Finished finished = WorkerLab.Finish(process);

        Assert.Equal(3, finished.ExitCode);
        Assert.Equal("RunCancelled", finished.Lines[^1].GetProperty("event").GetString());
        Assert.Contains("RunCancelled", File.ReadLines(Path.Combine(folder, RunFiles.Events)).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Supervised_EndOfInput_EndsAtOnceWithFour()
    {
        string folder = QueueLongRun();
        using Process process = lab.Start("train", "--run", folder, "--json", "--supervised");
        ReadUntil(process, "EpochCompleted");

        process.StandardInput.Close();
        Finished finished = WorkerLab.Finish(process);

        Assert.Equal(4, finished.ExitCode);
        Assert.DoesNotContain("RunCancelled", finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("RunFailed", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Supervised_IsToBeEndedBeforeTheSiteWhereMemoryRunsOut()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems do not end programs for their memory.");
        string folder = QueueLongRun();
        using Process process = lab.Start("train", "--run", folder, "--json", "--supervised");
        ReadUntil(process, "EpochCompleted");

        string score = File.ReadAllText($"/proc/{process.Id}/oom_score_adj");
        process.StandardInput.Close();
        WorkerLab.Finish(process);

        Assert.Equal("500", score.Trim());
    }

    [Fact]
    public void Interrupt_DuringARun_EndsWithThree()
    {
        string folder = QueueLongRun();
        using Process process = lab.Start("train", "--run", folder, "--json");
        ReadUntil(process, "EpochCompleted");

        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        Assert.Equal(3, WorkerLab.Finish(process).ExitCode);
    }

    [Fact]
    public void FailedRun_EndsWithOneAndItsSentenceTwice()
    {
        lab.WritePictures("red");

        Finished finished = lab.Run([.. lab.QuickTraining(lab.Combine("out")), "--json"]);

        Assert.Equal(1, finished.ExitCode);
        JsonElement last = finished.Lines[^1];
        Assert.Equal("RunFailed", last.GetProperty("event").GetString());
        Assert.Equal("DatasetTooSmall", last.GetProperty("failure").GetString());
        Assert.Contains(last.GetProperty("message").GetString()!, finished.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "could not be read")]
    [InlineData("{ this is no document", "is not a run's document")]
    [InlineData("{\"backbone\": \"resnet18\"}", "is not a run's document")]
    public void RunFolderWithoutAUsableDocument_EndsWithRunFailed(string? document, string sentence)
    {
        Directory.CreateDirectory(lab.Combine("run"));
        if (document is not null)
        {
            File.WriteAllText(lab.Combine("run", RunFiles.Spec), document);
        }

        Finished finished = lab.Run("train", "--run", lab.Combine("run"), "--json");

        Assert.Equal(1, finished.ExitCode);
        JsonElement told = Assert.Single(finished.Lines);
        Assert.Equal("RunFailed", told.GetProperty("event").GetString());
        Assert.Contains(sentence, told.GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.Contains(sentence, finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void OutThatIsAFile_EndsWithRunFailed()
    {
        lab.WritePictures("blue", "red");
        File.WriteAllText(lab.Combine("out"), "a file");

        Finished finished = lab.Run([.. lab.QuickTraining(lab.Combine("out")), "--json"]);

        Assert.Equal(1, finished.ExitCode);
        Assert.Equal("RunFailed", Assert.Single(finished.Lines).GetProperty("event").GetString());
    }

    [Fact]
    public void FullDisk_EndsWithOneAndItsSentence()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs /dev/full.");
        lab.WritePictures("blue", "red");
        Directory.CreateDirectory(lab.Combine("out"));
        File.CreateSymbolicLink(lab.Combine("out", RunFiles.Events), "/dev/full");

        Finished finished = lab.Run([.. lab.QuickTraining(lab.Combine("out")), "--json"]);

        Assert.Equal(1, finished.ExitCode);
        Assert.Equal("DiskFull", finished.Lines[^1].GetProperty("failure").GetString());
        Assert.Contains("disk is full", finished.Errors, StringComparison.Ordinal);
    }

    private string QueueLongRun()
    {
        lab.WritePictures("blue", "red");
        string folder = lab.Combine("queued");
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, RunFiles.Spec),
            JsonSerializer.Serialize(
                new
                {
                    name = "Long",
                    data = new { folder = lab.PictureFolder },
                    backbone = "transferweb_mini",
                    start = "Scratch",
                    freezing = new { kind = "Full" },
                    training = new { epochs = 1000, inputSize = 32 },
                    device = "cpu",
                }
            )
        );
        return folder;
    }

    private static void ReadUntil(Process process, string what)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains(what, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"{what} was never told: {process.StandardError.ReadToEnd()}");
    }
}
