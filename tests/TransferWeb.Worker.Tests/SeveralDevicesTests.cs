using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TransferWeb.Core.Models;
using TransferWeb.Training;
using TransferWeb.Training.Checkpoints;
using TransferWeb.Vision.Weights;
using TransferWeb.Worker.Tests.Support;

namespace TransferWeb.Worker.Tests;

/// <summary>Runs that two processes share, on the processor.</summary>
public sealed class SeveralDevicesTests : IDisposable
{
    private const string WithoutNorms = "squeezenet1_1";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Rounded to bfloat16, the gradients of two halves of a batch would not add up to those of the whole.
    private readonly WorkerLab lab = new() { FullPrecision = true };

    public void Dispose() => lab.Dispose();

    [Theory]
    [InlineData("sgd", "0.02")]
    [InlineData("adamw", "0.001")]
    public void TwoProcesses_OnANetworkWithoutNorms_EndInTheWeightsOfOne(string optimizer, string rate)
    {
        lab.WritePictures("blue", "red");
        string start = lab.Combine("start");
        string one = lab.Combine("one");
        string two = lab.Combine("two");
        string[] usual = ["--optimizer", optimizer, "--gradient-clip", "1", "--learning-rate"];
        Assert.Equal(0, lab.Run(Words(start, "cpu", epochs: 1, [.. usual, "1e-12"])).ExitCode);

        Finished alone = lab.Run(Words(one, "cpu", epochs: 4, [.. usual, rate]));
        Finished shared = lab.Run(Words(two, "cpu,cpu", epochs: 4, [.. usual, rate]));

        Assert.True(shared.ExitCode == 0, shared.Errors);
        Assert.True(Distance(start, one) > 1e-3, "Nothing was learnt.");
        Assert.InRange(Distance(one, two), 0, 1e-5);
        Assert.Equal(
            Told(alone, "RunStarted").GetProperty("steps").GetInt64(),
            Told(shared, "RunStarted").GetProperty("steps").GetInt64()
        );
        Assert.Equal("cpu, cpu", Told(shared, "RunStarted").GetProperty("device").GetString());
        Assert.Equal(
            Told(alone, "EpochCompleted").GetProperty("trainLoss").GetDouble(),
            Told(shared, "EpochCompleted").GetProperty("trainLoss").GetDouble(),
            1e-5
        );
        Assert.Equal("RunCompleted", shared.Lines[^1].GetProperty("event").GetString());
    }

    // By SGD, whose steps are as large as the gradients: those of this network are so small that AdamW's steps, which divide by their size,
    // would show a processor's roundings.
    [Fact]
    public async Task TwoProcesses_WithFrozenFirstStages_EndInTheWeightsOfOne()
    {
        lab.WritePictures("blue", "red");
        string weights = lab.Combine("weights.safetensors");
        await EngineThread.RunAsync(() => WriteWeights(weights));
        string one = lab.Combine("one");
        string two = lab.Combine("two");
        string start = lab.Combine("start");
        string[] Words(string target, string devices, string rate) =>
            [
                .. new[] { "train", "--data", lab.PictureFolder, "--backbone", WithoutNorms, "--weights", weights },
                .. new[] { "--strategy", "last:1", "--input-size", "64", "--epochs", "3", "--batch-size", "5" },
                .. new[] { "--dropout", "0", "--optimizer", "sgd", "--learning-rate", rate, "--out", target },
                .. new[] { "--devices", devices, "--json" },
            ];
        Assert.Equal(0, lab.Run(Words(start, "cpu", "1e-12")).ExitCode);

        Finished alone = lab.Run(Words(one, "cpu", "0.1"));
        Finished shared = lab.Run(Words(two, "cpu,cpu", "0.1"));

        Assert.True(alone.ExitCode == 0, alone.Errors);
        Assert.True(shared.ExitCode == 0, shared.Errors);
        Assert.True(Distance(start, one) > 1e-4, "Nothing was learnt.");
        Assert.InRange(Distance(one, two), 0, 1e-6);
        Assert.Equal(
            Told(alone, "EpochCompleted").GetProperty("validationLoss").GetDouble(),
            Told(shared, "EpochCompleted").GetProperty("validationLoss").GetDouble(),
            1e-5
        );
    }

    private static bool WriteWeights(string path)
    {
        TorchSharp.torch.manual_seed(1);
        using TransferWeb.Vision.Backbones.Backbone model = TransferWeb.Vision.Backbones.BackboneRegistry.Create(WithoutNorms, 5);
        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
        TensorFile.Write(path, model.state_dict(), new Dictionary<string, string>());
        return true;
    }

    [Fact]
    public void Resume_OfTwoProcessesAfterAKill_EndsInTheSameWeights()
    {
        lab.WritePictures("blue", "red");
        string whole = lab.Combine("whole");
        string cut = lab.Combine("cut");
        string[] methods = ["--ema-decay", "0.9", "--dropout", "0.3", "--batch-size", "5"];
        string[] Quick(string target) => [.. lab.QuickTraining(target, epochs: 5), .. methods, "--devices", "cpu,cpu", "--json"];
        Assert.Equal(0, lab.Run(Quick(whole)).ExitCode);
        using (Process process = lab.Start(Quick(cut)))
        {
            ReadUntil(process, "\"epoch\":2,\"epochs\"");
            process.Kill();
            process.WaitForExit();
        }

        Finished finished = lab.Run([.. Quick(cut), "--resume"]);

        Assert.True(finished.ExitCode == 0, finished.Errors);
        Assert.Contains("The run goes on after epoch", finished.Output, StringComparison.Ordinal);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(whole, RunFiles.LastCheckpoint)),
            File.ReadAllBytes(Path.Combine(cut, RunFiles.LastCheckpoint))
        );
    }

    [Fact]
    public void AKilledProcess_EndsTheRunWithASentence()
    {
        lab.WritePictures("blue", "red");
        using Process process = lab.Start(Words(lab.Combine("out"), "cpu,cpu", epochs: 1000));
        ReadUntil(process, "EpochCompleted");

        using Process child = Process.GetProcessById(Assert.Single(ChildrenOf(process.Id)));
        child.Kill();
        Finished finished = WorkerLab.Finish(process);

        Assert.Equal(1, finished.ExitCode);
        JsonElement last = finished.Lines[^1];
        Assert.Equal("RunFailed", last.GetProperty("event").GetString());
        Assert.Equal("WorkerDied", last.GetProperty("failure").GetString());
        string sentence = last.GetProperty("message").GetString()!;
        Assert.Contains("device cpu (number 2 of 2) has ended", sentence, StringComparison.Ordinal);
        Assert.Contains("signal 9", sentence, StringComparison.Ordinal);
        Assert.Contains("--resume", sentence, StringComparison.Ordinal);
        Assert.Contains(sentence, finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AKilledRun_LeavesNoProcessBehind()
    {
        lab.WritePictures("blue", "red");
        using Process process = lab.Start(Words(lab.Combine("out"), "cpu,cpu,cpu", epochs: 1000));
        ReadUntil(process, "EpochCompleted");
        int[] children = ChildrenOf(process.Id);
        Assert.Equal(2, children.Length);

        process.Kill();
        process.WaitForExit();

        long began = Stopwatch.GetTimestamp();
        while (children.Any(IsAlive) && Stopwatch.GetElapsedTime(began) < Patience)
        {
            Thread.Sleep(20);
        }

        Assert.DoesNotContain(children, IsAlive);
    }

    [Fact]
    public void Interrupt_OfAllProcesses_EndsWithThreeAndNoneLeft()
    {
        lab.WritePictures("blue", "red");
        using Process process = lab.Start(Words(lab.Combine("out"), "cpu,cpu", epochs: 1000));
        ReadUntil(process, "EpochCompleted");
        int child = Assert.Single(ChildrenOf(process.Id));

        // As a terminal's Ctrl-C does.
        using (Process kill = Process.Start("kill", ["-INT", $"{child}", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        Finished finished = WorkerLab.Finish(process);
        Assert.Equal(3, finished.ExitCode);
        Assert.Equal("RunCancelled", finished.Lines[^1].GetProperty("event").GetString());
        Assert.False(IsAlive(child));
    }

    [Fact]
    public void HeadAlone_OnTwoDevices_UsesOneAndSaysSo()
    {
        lab.WritePictures("blue", "red");
        string[] words = ["train", "--data", lab.PictureFolder, "--backbone", "transferweb_mini", "--input-size", "32"];

        Finished finished = lab.Run([.. words, "--out", lab.Combine("out"), "--devices", "cpu,cpu", "--json"]);

        Assert.True(finished.ExitCode == 0, finished.Errors);
        Assert.Contains("The others are not needed.", finished.Output, StringComparison.Ordinal);
        Assert.Equal("cpu", Told(finished, "RunStarted").GetProperty("device").GetString());
    }

    [Fact]
    public void DevicesThatCannotShareARun_AreWrongUsage()
    {
        lab.WritePictures("blue", "red");

        Finished finished = lab.Run(Words(lab.Combine("out"), "cpu,cuda:0", epochs: 1));

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("cannot share a run", finished.Errors, StringComparison.Ordinal);
    }

    /// <summary>A training without norm layers and dropout, in batches that two processes cannot share evenly.</summary>
    private string[] Words(string target, string devices, int epochs, params string[] more) =>
        [
            .. new[] { "train", "--data", lab.PictureFolder, "--backbone", "mlp", "--strategy", "scratch", "--input-size", "32" },
            .. new[] { "--epochs", $"{epochs}", "--batch-size", "5", "--dropout", "0", "--augmentation", "medium" },
            .. new[] { "--out", target, "--devices", devices, "--json" },
            .. more,
        ];

    private static double Distance(string one, string other)
    {
        using WeightFile a = WeightFile.Open(Path.Combine(one, RunFiles.LastCheckpoint));
        using WeightFile b = WeightFile.Open(Path.Combine(other, RunFiles.LastCheckpoint));
        string[] names = [.. a.Tensors.Keys.Where(name => !name.StartsWith("resume/", StringComparison.Ordinal))];
        Assert.NotEmpty(names);
        return names.Max(name => Numbers(a.Tensors[name]).Zip(Numbers(b.Tensors[name]), (x, y) => Math.Abs((double)x - y)).Max());
    }

    private static float[] Numbers(WeightTensor tensor) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.ToBytes()).ToArray();

    private static JsonElement Told(Finished finished, string name) =>
        finished.Lines.Last(line => line.GetProperty("event").GetString() == name);

    private static int[] ChildrenOf(int process) =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(Path.GetFileName)
                .Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
                .Where(id => Status(id, "PPid") == $"{process}"),
        ];

    /// <summary>A process that has ended may wait for its parent to notice; it is not alive.</summary>
    private static bool IsAlive(int id) => Status(id, "State") is { } state && state[0] is not ('Z' or 'X');

    private static string? Status(int id, string field)
    {
        try
        {
            return File.ReadLines($"/proc/{id}/status")
                .FirstOrDefault(line => line.StartsWith($"{field}:", StringComparison.Ordinal))
                ?[(field.Length + 1)..].Trim();
        }
        catch (IOException)
        {
            return null;
        }
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
