using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Tests.Support;

namespace TransferWeb.Training.Tests.Pipeline;

/// <summary>What a spec's settings change in a whole run.</summary>
public sealed class MethodsTests : IDisposable
{
    private readonly RunLab lab = new();

    public MethodsTests() => Pictures.Write(lab.Pictures, 10, "blue", "green", "red");

    public void Dispose() => lab.Dispose();

    [Fact]
    public void FindLearningRate_OfARun_IsTriedThenWrittenIntoItsDocumentAndCard()
    {
        (RunEnding ending, string folder) = lab.Run(With(t => t with { FindLearningRate = true }));

        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        RunSpec kept = RunLab.Read<RunSpec>(folder, RunFiles.Spec);
        Assert.False(kept.Training.FindLearningRate);
        Assert.InRange(kept.Training.LearningRate!.Value, 1e-6, 0.1);
        Assert.Contains(lab.Heard.Notes, note => note == kept.Reasoning);
        string card = File.ReadAllText(Path.Combine(folder, RunFiles.ModelCard));
        Assert.Contains("A range test over rising learning rates proposed", card, StringComparison.Ordinal);
        string repeated = lab.Run(kept).Folder;
        Assert.Equal(Weights(folder), Weights(repeated));
    }

    [Fact]
    public void EarlyStopping_OfARun_IsSaidOnItsCard()
    {
        RunSpec spec = With(t => t with { Epochs = 30, Patience = 1, LearningRate = 1e-12 });

        (RunEnding ending, string folder) = lab.Run(spec);

        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        string reason = lab.Heard.Notes.Single(note => note.StartsWith("Training stopped after epoch", StringComparison.Ordinal));
        Assert.True(lab.Heard.Events.OfType<EpochCompleted>().Count() < 30);
        Assert.Contains(
            "- " + reason.TrimEnd('.'),
            File.ReadAllText(Path.Combine(folder, RunFiles.ModelCard)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void EveryMethodAtOnce_FromEpochToEpoch_KeepsTheNumberOfTensors()
    {
        List<long> counts = [];
        RunSpec spec = With(t =>
            t with
            {
                Epochs = 5,
                EmaDecay = 0.9,
                GradientClip = 1,
                LabelSmoothing = 0.1,
                Mixup = 0.2,
                CutMix = 1,
                ClassBalance = ClassBalance.Weights,
                Augmentation = AugmentationKind.Strong,
                Dropout = 0.2,
            }
        );

        (RunEnding ending, _) = lab.Run(
            spec,
            e =>
            {
                if (e is EpochCompleted)
                {
                    counts.Add(TorchSharp.torch.Tensor.TotalCount);
                }
            }
        );

        Assert.Equal(RunOutcome.Completed, ending.Outcome);

        // What earlier tests left to the collector may still go; nothing may be added.
        Assert.Equal(5, counts.Count);
        Assert.True(counts[^1] <= counts[1], string.Join(", ", counts));
    }

    [Theory]
    [InlineData("average")]
    [InlineData("clip")]
    [InlineData("smoothing")]
    [InlineData("mixup")]
    [InlineData("cutmix")]
    [InlineData("weights")]
    [InlineData("sampling")]
    [InlineData("dropout")]
    [InlineData("decay")]
    [InlineData("medium")]
    [InlineData("strong")]
    public void EachMethod_InARun_ChangesTheWeightsTheSameWayEachTime(string method)
    {
        File.Delete(Path.Combine(lab.Pictures, "red", "09.png"));
        RunSpec spec = With(training => Add(training, method));

        string plain = lab.Run(With(training => training)).Folder;
        string first = lab.Run(spec).Folder;
        string second = lab.Run(spec).Folder;

        Assert.Equal(Weights(first), Weights(second));
        Assert.Equal(RunLab.LastEpoch(first), RunLab.LastEpoch(second));
        Assert.NotEqual(RunLab.LastEpoch(plain), RunLab.LastEpoch(first));
        Assert.Equal(
            spec.Training,
            RunLab.Read<RunSpec>(first, RunFiles.Spec).Training with
            {
                WeightDecay = null,
                BackboneRateShare = spec.Training.BackboneRateShare,
                LayerDecay = spec.Training.LayerDecay,
                GradientClip = spec.Training.GradientClip,
            }
        );
    }

    [Theory]
    [InlineData("weights")]
    [InlineData("sampling")]
    [InlineData("smoothing")]
    public void HeadOnly_WithWhatAlsoASolverCanDo_SolvesForAnotherHead(string method)
    {
        File.Delete(Path.Combine(lab.Pictures, "red", "09.png"));
        RunSpec plain = lab.Spec(epochs: 30);

        string usual = lab.Run(plain).Folder;
        string changed = lab.Run(plain with { Training = Add(plain.Training, method) }).Folder;

        Assert.NotEqual(Weights(usual), Weights(changed));
    }

    [Theory]
    [InlineData(AugmentationKind.None, 3)]
    [InlineData(AugmentationKind.Light, 2)]
    public void FrozenFirstStages_OfPicturesThatNeverVary_AreComputedOnce(AugmentationKind augmentation, int times)
    {
        RunSpec spec = With(t => t with { Epochs = 3, Augmentation = augmentation });
        spec = spec with { Freezing = FreezePolicy.LastStages(1) };

        (RunEnding ending, string first) = lab.Run(spec);

        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        RunPhase[] phases = [.. lab.Heard.Events.OfType<PhaseStarted>().Select(e => e.Phase)];
        // Once for the head's features, once for the maps of each split that never varies; all before training begins.
        Assert.Equal(times, phases[..Array.IndexOf(phases, RunPhase.Fit)].Count(phase => phase == RunPhase.ExtractFeatures));
        Assert.Equal(times, phases.Count(phase => phase == RunPhase.ExtractFeatures));

        // Measured on maps while training, on pictures at the end: the same.
        Assert.Equal(ending.Result!.ValidationAccuracyTop1, ending.Result.AccuracyTop1);
        string second = lab.Run(spec).Folder;
        Assert.Equal(Weights(first), Weights(second));
        Assert.Equal(RunLab.LastEpoch(first), RunLab.LastEpoch(second));
    }

    [Fact]
    public void FrozenFirstStages_OfMixedPictures_AreComputedInEachStep()
    {
        RunSpec spec = With(t => t with { Augmentation = AugmentationKind.None, Mixup = 0.4 });

        Assert.Equal(RunOutcome.Completed, lab.Run(spec with { Freezing = FreezePolicy.LastStages(1) }).Ending.Outcome);

        RunPhase[] phases = [.. lab.Heard.Events.OfType<PhaseStarted>().Select(e => e.Phase)];
        Assert.Equal(2, phases.Count(phase => phase == RunPhase.ExtractFeatures));
    }

    private static TrainingSpec Add(TrainingSpec training, string method) =>
        method switch
        {
            "average" => training with { EmaDecay = 0.9 },
            "clip" => training with { GradientClip = 0.01, Optimizer = OptimizerKind.Sgd },
            "smoothing" => training with { LabelSmoothing = 0.2 },
            "mixup" => training with { Mixup = 0.4 },
            "cutmix" => training with { CutMix = 1 },
            "weights" => training with { ClassBalance = ClassBalance.Weights },
            "sampling" => training with { ClassBalance = ClassBalance.Sampling },
            "medium" => training with { Augmentation = AugmentationKind.Medium },
            "strong" => training with { Augmentation = AugmentationKind.Strong },
            "dropout" => training with { Dropout = 0.5 },
            _ => training with { LayerDecay = 0.5, BackboneRateShare = 0.5 },
        };

    private RunSpec With(Func<TrainingSpec, TrainingSpec> change)
    {
        RunSpec spec = lab.Spec(epochs: 2) with { Freezing = FreezePolicy.HeadThenFull };
        return spec with { Training = change(spec.Training with { LearningRate = 1e-3 }) };
    }

    private static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, RunFiles.Weights));
}
