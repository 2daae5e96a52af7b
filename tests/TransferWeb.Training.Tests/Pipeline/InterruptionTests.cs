using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Checkpoints;
using TransferWeb.Training.Events;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Tests.Pipeline;

public sealed class InterruptionTests : IDisposable
{
    private readonly RunLab lab = new();

    public InterruptionTests() => Pictures.Write(lab.Pictures, 6, "blue", "red");

    public void Dispose() => lab.Dispose();

    [Theory]
    [InlineData(RunPhase.PrepareWeights)]
    [InlineData(RunPhase.OpenDataset)]
    [InlineData(RunPhase.ExtractFeatures)]
    [InlineData(RunPhase.Fit)]
    [InlineData(RunPhase.Evaluate)]
    public void Cancel_InAnyPhase_EndsCancelledWithoutAModel(RunPhase phase)
    {
        (RunEnding ending, string folder) = lab.Run(
            lab.Spec(),
            CancelOn(e => e is PhaseStarted started && started.Phase == phase)
        );

        Assert.Equal(RunOutcome.Cancelled, ending.Outcome);
        Assert.IsType<RunCancelled>(lab.Heard.Events[^1]);
        Assert.False(File.Exists(Path.Combine(folder, RunFiles.Manifest)));
    }

    [Fact]
    public void Cancel_AfterTheFirstEpoch_KeepsItsCheckpoint()
    {
        RunSpec spec = lab.Spec(epochs: 50) with { Freezing = FreezePolicy.Full };

        (RunEnding ending, string folder) = lab.Run(spec, CancelOn(e => e is EpochCompleted));

        Assert.Equal(RunOutcome.Cancelled, ending.Outcome);
        Assert.Single(lab.Heard.Events.OfType<EpochCompleted>());
        Assert.True(File.Exists(Path.Combine(folder, RunFiles.LastCheckpoint)));
    }

    [Fact]
    public void Cancel_WhileSolvingForAHead_StopsAtOnceAndLeavesNothingHalf()
    {
        (RunEnding ending, string folder) = lab.Run(lab.Spec(epochs: 50), CancelOn(e => e is EpochCompleted));

        Assert.Equal(RunOutcome.Cancelled, ending.Outcome);
        Assert.Single(lab.Heard.Events.OfType<EpochCompleted>());
        Assert.False(Directory.Exists(Path.Combine(folder, "checkpoints")));
    }

    [Theory]
    [InlineData("head")]
    [InlineData("full")]
    public void FeaturesThatAreNoNumbers_EndWithASentence(string strategy)
    {
        string weights = lab.Combine("nan.safetensors");
        SpoilWeights(lab.Weights, weights);
        (FreezePolicy freezing, _) = TrainingStrategy.Parse(strategy)!.Value;

        RunFailedException failure = lab.Fail(lab.Spec() with { WeightsFile = weights, Freezing = freezing });

        Assert.Equal(RunFailure.Diverged, failure.Failure);
        Assert.Contains("The weights are damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FullDisk_IsToldToWhoeverStillListens()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs /dev/full.");
        string link = lab.Combine("full.jsonl");
        File.CreateSymbolicLink(link, "/dev/full");
        using RunEventFile file = new(link);

        RunEnding ending = lab.Run(lab.Spec(), null, file).Ending;

        Assert.Equal(RunFailure.DiskFull, ending.Failure!.Failure);
        RunFailed told = Assert.IsType<RunFailed>(lab.Heard.Events[^1]);
        Assert.Contains("disk is full", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full", AugmentationKind.Light)]
    [InlineData("last:1", AugmentationKind.None)]
    public void FullDisk_InTheMiddleOfTraining_KeepsACheckpointAndEndsInTheSameWeights(
        string strategy,
        AugmentationKind augmentation
    )
    {
        RunSpec spec = lab.Spec(epochs: 6) with { Freezing = TrainingStrategy.Parse(strategy)!.Value.Freezing };
        spec = spec with { Training = spec.Training with { Augmentation = augmentation } };
        string whole = lab.Run(spec).Folder;

        (RunEnding paused, string folder) = lab.Run(spec, null, new FullFrom<EpochCompleted>(nth: 3));

        Assert.Equal(RunFailure.DiskFull, paused.Failure!.Failure);
        Assert.Contains("its last checkpoint is kept", paused.Failure.Message, StringComparison.Ordinal);
        int kept = CheckpointFile.ReadPosition(Path.Combine(folder, RunFiles.LastCheckpoint)).Epoch;
        Assert.InRange(kept, 1, 2);

        RunEnding ending = lab.Resume(spec, folder);

        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        Assert.Equal(Enumerable.Range(kept + 1, 6 - kept), lab.Heard.Events.OfType<EpochCompleted>().Select(e => e.Epoch));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(whole, RunFiles.Weights)),
            File.ReadAllBytes(Path.Combine(folder, RunFiles.Weights))
        );
    }

    [Fact]
    public void TimeBudget_OfAResumedRun_GoesOnCounting()
    {
        RunSpec spec = lab.Spec(epochs: 4) with { Freezing = FreezePolicy.Full };
        spec = spec with { Training = spec.Training with { BudgetSeconds = 10_000 } };
        string folder = lab.Run(spec, null, new FullFrom<EpochCompleted>(nth: 3)).Folder;
        double before = Spent(folder)!.Value;

        RunEnding ending = lab.Resume(spec, folder);

        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        Assert.InRange(before, double.Epsilon, Spent(folder)!.Value);
        Assert.NotEqual(before, Spent(folder));
    }

    [Fact]
    public void Checkpoint_WithoutATimeBudget_HoldsNoTimes()
    {
        string folder = lab.Run(lab.Spec(epochs: 1) with { Freezing = FreezePolicy.Full }).Folder;

        Assert.Null(Spent(folder));
    }

    private static double? Spent(string folder)
    {
        using WeightFile file = WeightFile.Open(Path.Combine(folder, RunFiles.LastCheckpoint));
        return file.Tensors.TryGetValue("resume/part/time_budget/spent_seconds", out WeightTensor? spent)
            ? BitConverter.ToDouble(spent.ToBytes())
            : null;
    }

    [Fact]
    public void FeaturesThatCannotBeKept_DoNotEndTheRun()
    {
        File.WriteAllText(lab.FeatureFolder, "a file where a folder must be");

        RunEnding ending = lab.Run(lab.Spec()).Ending;

        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        Assert.Contains(lab.Heard.Notes, note => note.Contains("were not kept for later runs", StringComparison.Ordinal));
    }

    [Fact]
    public void FolderThatCannotBeWritten_EndsWithASentence()
    {
        string blocked = lab.Combine("run1", "checkpoints");
        Directory.CreateDirectory(Path.GetDirectoryName(blocked)!);
        File.WriteAllText(blocked, "a file where a folder must be");

        RunEnding ending = lab.Run(lab.Spec()).Ending;

        Assert.Equal(RunOutcome.Failed, ending.Outcome);
        Assert.Contains("checkpoints", ending.Failure!.Message, StringComparison.Ordinal);
    }

    private Action<RunEvent> CancelOn(Func<RunEvent, bool> when) =>
        e =>
        {
            if (when(e))
            {
                lab.Cancel();
            }
        };

    /// <summary>Finds the disk full at the nth event of a kind, as the system says it.</summary>
    private sealed class FullFrom<T>(int nth) : IRunEventSink
    {
        private int seen;

        public void Emit(RunEvent runEvent)
        {
            if (runEvent is T && ++seen == nth)
            {
                throw new IOException("No space left on device", 28);
            }
        }
    }

    private static void SpoilWeights(string source, string target)
    {
        using WeightFile file = WeightFile.Open(source);
        SafetensorsWriter.Write(
            target,
            file.Tensors.Values.Select(t => new TensorToWrite(
                t.Name,
                t.Type,
                t.Shape,
                t.Type == WeightType.Float32 ? Filled(t.ElementCount) : t.ToBytes()
            ))
        );

        static byte[] Filled(long count)
        {
            float[] values = new float[count];
            Array.Fill(values, float.NaN);
            return System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        }
    }
}
