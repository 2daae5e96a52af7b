using System.Diagnostics;
using TransferWeb.Core.Models;
using TransferWeb.Worker.Tests.Support;

namespace TransferWeb.Worker.Tests;

/// <summary>Runs that are killed, as by a power cut, and go on.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly WorkerLab lab = new();

    public void Dispose() => lab.Dispose();

    [Fact]
    public void Resume_AfterThreeKills_EndsInTheSameWeights() => KillAndCompare(kills: 3);

    [Fact]
    [Trait("Category", "Slow")]
    public void Resume_AfterTwentyKills_EndsInTheSameWeights() => KillAndCompare(kills: 20);

    [Fact]
    public void Resume_WithOtherPictures_IsRefused()
    {
        lab.WritePictures("blue", "red");
        string target = lab.Combine("out");
        KillAfter(lines: 20, Words(target, epochs: 40));
        Directory.Move(Path.Combine(lab.PictureFolder, "red"), Path.Combine(lab.PictureFolder, "green"));

        Finished finished = lab.Run([.. Words(target, epochs: 40), "--resume"]);

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("have changed since this run was interrupted", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_WhereNothingWasBegun_Begins()
    {
        lab.WritePictures("blue", "red");

        Finished finished = lab.Run([.. Words(lab.Combine("out"), epochs: 1), "--resume"]);

        Assert.Equal("RunCompleted", finished.Lines[^1].GetProperty("event").GetString());
    }

    [Fact]
    public void Resume_InParts_GoesOn()
    {
        lab.WritePictures("blue", "red");
        string target = lab.Combine("out");
        Assert.True(KillAfter(lines: 20, Words(target, epochs: 40)));

        Finished finished = lab.Run([.. Words(target, epochs: 40), "--resume", "--batch-parts", "2"]);

        Assert.True(finished.ExitCode == 0, finished.Errors);
        Assert.Contains("The run goes on after epoch", finished.Output, StringComparison.Ordinal);
        Assert.Equal("RunCompleted", finished.Lines[^1].GetProperty("event").GetString());
    }

    [Fact]
    public void Resume_OfADamagedCheckpoint_SaysSo()
    {
        lab.WritePictures("blue", "red");
        string target = lab.Combine("out");
        KillAfter(lines: 20, Words(target, epochs: 40));
        string checkpoint = Path.Combine(target, RunFiles.LastCheckpoint);
        using (FileStream stream = File.OpenWrite(checkpoint))
        {
            stream.SetLength(stream.Length / 2);
        }

        Finished finished = lab.Run([.. Words(target, epochs: 40), "--resume"]);

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("checkpoint could not be read back", finished.Errors, StringComparison.Ordinal);
    }

    private void KillAndCompare(int kills)
    {
        // A run says at least two lines an epoch, so none of the attempts can take more than seven: each kill finds it at work.
        int epochs = 7 * kills;
        lab.WritePictures("blue", "red");
        string whole = lab.Combine("whole");
        string cut = lab.Combine("cut");
        Random random = new(20);
        Assert.Equal(0, lab.Run(Words(whole, epochs)).ExitCode);

        int hit = 0;
        for (int i = 0; i < kills; i++)
        {
            hit += KillAfter(random.Next(2, 14), [.. Words(cut, epochs), "--resume"]) ? 1 : 0;
        }

        Finished finished = lab.Run([.. Words(cut, epochs), "--resume"]);

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal(kills, hit);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(whole, RunFiles.Weights)),
            File.ReadAllBytes(Path.Combine(cut, RunFiles.Weights))
        );
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(whole, RunFiles.LastCheckpoint)),
            File.ReadAllBytes(Path.Combine(cut, RunFiles.LastCheckpoint))
        );
        Assert.Empty(Directory.EnumerateFiles(cut, "*.tmp", SearchOption.AllDirectories));
    }

    /// <summary>A training that uses everything a checkpoint must hold: moments, averaged weights, dropout's random numbers, varied pictures.</summary>
    private string[] Words(string target, int epochs) =>
        [.. lab.QuickTraining(target, epochs), "--ema-decay", "0.9", "--dropout", "0.3", "--batch-size", "4", "--json"];

    /// <summary>Starts a run and kills it when it has printed so many lines; false where it ended before.</summary>
    private bool KillAfter(int lines, string[] words)
    {
        using Process process = lab.Start(words);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        int read = 0;
        while (read < lines && process.StandardOutput.ReadLine() is not null)
        {
            read++;
        }

        process.Kill();
        process.WaitForExit();
        Assert.DoesNotContain("Exception", errors.GetAwaiter().GetResult(), StringComparison.Ordinal);
        return read == lines;
    }
}
