using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Prediction;
using TransferWeb.Training.Tests.Support;

namespace TransferWeb.Training.Tests.Pipeline;

public sealed class PipelineTests : IDisposable
{
    private readonly RunLab lab = new();

    public void Dispose() => lab.Dispose();

    [Fact]
    public void HeadOnly_TwoColours_LearnsThemAndWritesEveryFile()
    {
        Pictures.Write(lab.Pictures, 12, "blue", "red");

        (RunEnding ending, string folder) = lab.Run(lab.Spec(epochs: 20));

        RunCompleted result = ending.Result!;
        Assert.True(result.AccuracyTop1 >= 0.99, $"Accuracy {result.AccuracyTop1}");
        Assert.Equal((18, 6, 0), (result.TrainImages, result.ValidationImages, result.TestImages));
        string[] expected =
        [
            RunFiles.Spec,
            RunFiles.Manifest,
            RunFiles.Weights,
            RunFiles.Evaluation,
            RunFiles.ModelCard,
            RunFiles.BestCheckpoint,
            RunFiles.Split,
        ];
        Assert.All(expected, file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("head")]
    [InlineData("last:2")]
    [InlineData("gradual")]
    [InlineData("full")]
    [InlineData("lp-ft")]
    [InlineData("custom:layer2,layer4")]
    [InlineData("scratch")]
    public void AnyStrategy_Finished_PredictsByItsFilesAsItWasEvaluated(string strategy)
    {
        Pictures.Write(lab.Pictures, 8, "blue", "green", "red");
        (RunEnding ending, string folder) = lab.Run(With(strategy, epochs: 2));
        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        EvaluationReport report = RunLab.Read<EvaluationReport>(folder, RunFiles.Evaluation);

        using Predictor predictor = Predictor.Load(folder);
        double[]?[] said = predictor.Predict(
            [.. report.Predictions.Select(p => Path.Combine(lab.Pictures, p.Path))],
            (_, fault) => throw fault
        );

        for (int i = 0; i < said.Length; i++)
        {
            // The features of a head-only run may be bfloat16's.
            Assert.All(said[i]!.Zip(report.Predictions[i].Probabilities), pair => Assert.Equal(pair.Second, pair.First, 0.02));
        }
    }

    [Theory]
    [Trait("Category", "Gpu")]
    [InlineData("head")]
    [InlineData("last:1")]
    [InlineData("full")]
    [InlineData("scratch")]
    public void AnyStrategy_OnAGpu_FinishesAndPredictsOnTheCpu(string strategy)
    {
        Assert.SkipUnless(cuda.is_available(), "Needs a GPU.");
        Pictures.Write(lab.Pictures, 8, "blue", "red");

        (RunEnding ending, string folder) = lab.Run(With(strategy, epochs: 2) with { Device = "auto" });

        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        Assert.StartsWith("cuda", lab.Heard.Events.OfType<RunStarted>().Single().Device, StringComparison.Ordinal);
        using Predictor predictor = Predictor.Load(folder);
        Assert.Equal(2, predictor.Rank(Path.Combine(lab.Pictures, "red", "00.png")).Length);
    }

    [Theory]
    [InlineData("head")]
    [InlineData("last:1")]
    [InlineData("gradual")]
    [InlineData("full")]
    [InlineData("lp-ft")]
    [InlineData("scratch")]
    public void SameSeed_TwoRuns_SameWeights(string strategy)
    {
        Pictures.Write(lab.Pictures, 6, "blue", "red");
        RunSpec spec = With(strategy, epochs: 2);

        string first = lab.Run(spec).Folder;
        string second = lab.Run(spec).Folder;
        string other = lab.Run(spec with { Training = spec.Training with { Seed = 8 } }).Folder;

        Assert.Equal(Weights(first), Weights(second));
        Assert.NotEqual(Weights(first), Weights(other));
        if (spec.Freezing is not HeadOnlyPolicy)
        {
            Assert.Equal(RunLab.LastEpoch(first), RunLab.LastEpoch(second));
        }
    }

    [Fact]
    public void Events_OfARun_ComeInOrder()
    {
        Pictures.Write(lab.Pictures, 6, "blue", "red");

        lab.Run(lab.Spec(epochs: 2));

        RunPhase[] phases = [.. lab.Heard.Events.OfType<PhaseStarted>().Select(e => e.Phase)];
        Assert.Equal(
            [
                RunPhase.PrepareWeights,
                RunPhase.OpenDataset,
                RunPhase.BuildModel,
                RunPhase.ExtractFeatures,
                RunPhase.Fit,
                RunPhase.Evaluate,
                RunPhase.Export,
            ],
            phases
        );
        Assert.Equal([1, 2], lab.Heard.Events.OfType<EpochCompleted>().Select(e => e.Epoch));
        Assert.Single(lab.Heard.Events.OfType<RunStarted>());
        Assert.IsType<RunCompleted>(lab.Heard.Events[^1]);
        MetricPoint[] points = [.. lab.Heard.Events.OfType<MetricsRecorded>().SelectMany(e => e.Points)];
        Assert.Equal(2, points.Count(p => p.Name == MetricNames.Loss && p.Split == Split.Validation));
        Assert.All(lab.Heard.Events, e => Assert.NotEqual(default, e.Time));
    }

    [Fact]
    public void BestEpoch_OfARun_IsTheOneKeptAndReported()
    {
        Pictures.Write(lab.Pictures, 8, "blue", "green", "red");

        (RunEnding ending, string folder) = lab.Run(With("full", epochs: 4));

        EpochCompleted[] epochs = [.. lab.Heard.Events.OfType<EpochCompleted>()];
        EpochCompleted best = epochs.MaxBy(e => (e.ValidationAccuracy, e.Epoch))!;
        Assert.Equal(best.Epoch, ending.Result!.BestEpoch);
        Assert.Equal(best.Epoch, epochs.Last(e => e.IsBest).Epoch);
        Assert.Equal(best.ValidationAccuracy, ending.Result.AccuracyTop1, 9);
        EvaluationReport report = RunLab.Read<EvaluationReport>(folder, RunFiles.Evaluation);
        Assert.Equal(best.ValidationLoss, report.Loss, 4);
    }

    [Fact]
    public void HeadOnly_WithATimeBudget_SolvesWithoutSpeakingOfIt()
    {
        Pictures.Write(lab.Pictures, 8, "blue", "red");
        RunSpec spec = lab.Spec(epochs: 30);

        lab.Run(spec with { Training = spec.Training with { BudgetSeconds = 60, Patience = 1 } });

        Assert.Contains(lab.Heard.Notes, note => note.Contains("was solved for", StringComparison.Ordinal));
        Assert.DoesNotContain(lab.Heard.Notes, note => note.Contains("stopped", StringComparison.Ordinal));
    }

    [Fact]
    public void FineTuning_ThatSpoilsTheNetwork_KeepsTheHeadItBeganWith()
    {
        Pictures.Write(lab.Pictures, 8, "blue", "green", "red");
        RunSpec spec = With("lp-ft", epochs: 2);

        (RunEnding ending, string folder) = lab.Run(spec with { Training = spec.Training with { LearningRate = 1 } });

        EpochCompleted[] epochs = [.. lab.Heard.Events.OfType<EpochCompleted>()];
        MetricPoint start = lab
            .Heard.Events.OfType<MetricsRecorded>()
            .SelectMany(e => e.Points)
            .Single(p => p is { Epoch: 0, Split: Split.Validation, Name: MetricNames.AccuracyTop1 });
        Assert.All(epochs, e => Assert.True(e.ValidationAccuracy < start.Value && !e.IsBest));
        Assert.Equal(0, ending.Result!.BestEpoch);
        Assert.Equal(start.Value, ending.Result.AccuracyTop1, 9);
        Assert.Contains(
            "none better than the head",
            File.ReadAllText(Path.Combine(folder, RunFiles.ModelCard)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void TestSplit_Given_IsWhatIsReportedOn()
    {
        Pictures.Write(lab.Pictures, 12, "blue", "red");
        RunSpec spec = lab.Spec();

        (RunEnding ending, string folder) = lab.Run(spec with { Data = spec.Data with { TestShare = 0.25 } });

        Assert.Equal(Split.Test, ending.Result!.EvaluatedSplit);
        Assert.Equal(6, RunLab.Read<EvaluationReport>(folder, RunFiles.Evaluation).Images);
    }

    [Fact]
    public void SplitOfARun_GivenToAnother_IsTheSame()
    {
        Pictures.Write(lab.Pictures, 8, "blue", "red");
        RunSpec spec = lab.Spec();
        string first = lab.Run(spec).Folder;
        string splitFile = Path.Combine(first, RunFiles.Split);

        string second = lab.Run(spec with { Data = spec.Data with { SplitFile = splitFile } }).Folder;

        Assert.Equal(File.ReadAllText(splitFile), File.ReadAllText(Path.Combine(second, RunFiles.Split)));
        Assert.Equal(12, RunLab.Read<SplitFile>(second, RunFiles.Split).Train.Count);
    }

    [Fact]
    public void Features_OfTheSamePictures_AreComputedOnce()
    {
        Pictures.Write(lab.Pictures, 6, "blue", "red");
        string first = lab.Run(lab.Spec()).Folder;
        Assert.Contains(lab.Heard.Events, e => e is PhaseStarted { Phase: RunPhase.ExtractFeatures });

        string second = lab.Run(lab.Spec()).Folder;

        Assert.DoesNotContain(lab.Heard.Events, e => e is PhaseStarted { Phase: RunPhase.ExtractFeatures });
        Assert.Contains(lab.Heard.Notes, note => note.Contains("earlier run", StringComparison.Ordinal));
        Assert.Equal(Weights(first), Weights(second));
    }

    [Fact]
    public void Features_OfOneChangedPicture_AreComputedAnew()
    {
        Pictures.Write(lab.Pictures, 6, "blue", "red");
        lab.Run(lab.Spec());
        Pictures.WriteOne(Path.Combine(lab.Pictures, "blue", "00.png"), label: 0, seed: 99);

        lab.Run(lab.Spec());

        Assert.Contains(lab.Heard.Events, e => e is PhaseStarted { Phase: RunPhase.ExtractFeatures });
    }

    [Fact]
    public void Full_WithOnePictureOverABatch_Trains()
    {
        Pictures.Write(lab.Pictures, 6, "blue", "red");
        Pictures.WriteOne(Path.Combine(lab.Pictures, "red", "10.png"), label: 1, seed: 77);
        RunSpec spec = With("full", epochs: 1);

        (RunEnding ending, _) = lab.Run(spec with { Training = spec.Training with { BatchSize = 8 } });

        Assert.Equal(9, ending.Result!.TrainImages);
        Assert.Equal(1, lab.Heard.Events.OfType<RunStarted>().Single().Steps);
    }

    [Fact]
    public void SamePictureInTwoSplits_IsNoted()
    {
        Pictures.Write(Path.Combine(lab.Pictures, "train"), 4, "blue", "red");
        Pictures.Write(Path.Combine(lab.Pictures, "val"), 2, "blue", "red");

        lab.Run(lab.Spec());

        Assert.Contains(lab.Heard.Notes, note => note.StartsWith("4 of the pictures to check with", StringComparison.Ordinal));
    }

    private static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, RunFiles.Weights));

    private RunSpec With(string strategy, int epochs)
    {
        (FreezePolicy freezing, WeightStart start) = TrainingStrategy.Parse(strategy)!.Value;
        return lab.Spec(epochs) with { Freezing = freezing, Start = start };
    }
}
