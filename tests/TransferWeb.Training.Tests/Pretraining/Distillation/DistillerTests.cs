using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Pretraining;
using TransferWeb.Training.Pretraining.Distillation;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Tests.Pretraining.Distillation;

public sealed class DistillerTests : IDisposable
{
    private readonly DistillLab lab = new();

    public void Dispose() => lab.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public void Run_AHundredSteps_BringsTheStudentNearerToTheTeacher()
    {
        List<DistillProgress> heard = [];
        DistillOptions options = lab.Options() with { Steps = 100, GuidedSteps = 100 };

        DistillReport report = Distiller.Run(options, new Listener(heard.Add), TestContext.Current.CancellationToken);

        Assert.Equal([50, 100], heard.Select(progress => progress.Step));
        double before = heard[0].Distance.Stages.Sum();
        double after = heard[1].Distance.Stages.Sum();
        Assert.True(after < 0.9 * before, $"{before} → {after}");
        Assert.True(heard[1].Distance.Features < heard[0].Distance.Features);
        Assert.Equal((400, 8, 2, 4), (report.Crops, report.Photographs, report.HeldOut, report.Generated));
        TransferBenefit benefit = Assert.Single(report.Benefits);
        Assert.Equal("sample", benefit.Data);
    }

    [Fact]
    public void Run_ToItsEnd_WritesLoadableWeightsWithoutAHeadAReportAndTheSplit()
    {
        DistillReport report = Distiller.Run(lab.Options(), cancellation: TestContext.Current.CancellationToken);

        using WeightFile file = WeightFile.Open(lab.Combine("mini.safetensors"));
        using Backbone model = BackboneRegistry.Create("transferweb_mini", 5);
        Assert.False(BackboneRegistry.LoadPretrained(model, file));
        Assert.Equal(WeightType.Float16, file.Tensors["layer4.0.widen.0.weight"].Type);
        Assert.Equal(WeightType.Float32, file.Tensors["layer4.0.widen.1.running_var"].Type);
        Assert.Equal(report.Command, file.Metadata["command"]);
        string json = File.ReadAllText(lab.Combine("mini.pretraining.json"));
        Assert.Equal(report.Command, JsonSerializer.Deserialize<DistillReport>(json, TransferWebJson.File)!.Command);
        SplitFile split = JsonSerializer.Deserialize<SplitFile>(
            File.ReadAllText(lab.Combine("mini.photographs.split.json")),
            TransferWebJson.File
        )!;
        Assert.Equal(PhotographSplit.Of(lab.Photographs, seed: 3).HeldOut, split.Validation);
    }

    [Fact]
    public void Run_CutOffAndResumed_GivesTheSameWeights()
    {
        Distiller.Run(lab.Options("whole"), cancellation: TestContext.Current.CancellationToken);
        Distiller.Run(lab.Options("parts") with { Steps = 8 }, cancellation: TestContext.Current.CancellationToken);

        Distiller.Run(lab.Options("parts") with { Resume = true }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(Numbers("whole"), Numbers("parts"));
    }

    [Fact]
    public void Run_StartedFromEarlierWeights_GoesOnFromThemWithOtherCropsAndNamesThem()
    {
        DistillReport first = Distiller.Run(lab.Options("first"), cancellation: TestContext.Current.CancellationToken);
        DistillOptions options = lab.Options("second") with { Start = lab.Combine("first.safetensors"), LearningRate = 1e-9 };

        DistillReport second = Distiller.Run(options, cancellation: TestContext.Current.CancellationToken);

        Assert.Null(first.Start);
        DistillStart start = second.Start!;
        Assert.Equal("first.safetensors", start.File);
        Assert.Equal(WeightHash.OfFile(lab.Combine("first.safetensors")), start.Sha256);
        Assert.Equal(first.Command, start.Command);
        Assert.Contains("--start first.safetensors ", second.Command, StringComparison.Ordinal);
        Assert.NotEqual(options.Seed, start.FreshSeed(options.Seed));
        // At a rate of next to nothing the filters stay what they were.
        const string Filter = "layer4.0.widen.0.weight";
        Assert.Equal(Numbers("first")[Filter], Numbers("second")[Filter]);
    }

    [Fact]
    public void Run_StartedFromAnotherNetworksWeights_SaysSo()
    {
        RunFailedException failure = Fails(lab.Options() with { Start = lab.Teacher });

        Assert.Equal(RunFailure.WeightsUnusable, failure.Failure);
        Assert.StartsWith(
            "teacher.safetensors does not hold weights of TransferWeb mini",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Run_HeldOutPicturesReplaced_LearnsTheSame()
    {
        Distiller.Run(lab.Options("before"), cancellation: TestContext.Current.CancellationToken);
        foreach (string path in PhotographSplit.Of(lab.Photographs, seed: 3).HeldOut)
        {
            File.WriteAllText(Path.Combine(lab.Photographs, path), "not a picture any more");
        }

        Distiller.Run(lab.Options("after"), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(Numbers("before"), Numbers("after"));
    }

    [Fact]
    public void Run_TrainingPicturesReplaced_LearnsOtherwise()
    {
        Distiller.Run(lab.Options("before"), cancellation: TestContext.Current.CancellationToken);
        foreach (string path in PhotographSplit.Of(lab.Photographs, seed: 3).Train)
        {
            Pictures.WriteOne(Path.Combine(lab.Photographs, path), label: 2, seed: 99);
        }

        Distiller.Run(lab.Options("after"), cancellation: TestContext.Current.CancellationToken);

        Assert.NotEqual(Numbers("before"), Numbers("after"));
    }

    [Fact]
    public void Run_Resumed_WithoutAState_SaysSo()
    {
        RunFailedException failure = Fails(lab.Options() with { Resume = true });

        Assert.Equal(RunFailure.InvalidSpec, failure.Failure);
        Assert.Contains("There is no state to go on from", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Resumed_ByAnotherCommand_NamesTheFirst()
    {
        Distiller.Run(lab.Options() with { Steps = 4 }, cancellation: TestContext.Current.CancellationToken);

        RunFailedException failure = Fails(lab.Options() with { LearningRate = 0.5, Resume = true });

        Assert.Contains("--learning-rate 0.002", failure.Message, StringComparison.Ordinal);
        Assert.Contains("only --steps may differ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ResumedWhenTheRateFell_KeepsItsNumberOfSteps()
    {
        DistillOptions options = lab.Options() with { Steps = 4, CooldownSteps = 2 };
        Distiller.Run(options, cancellation: TestContext.Current.CancellationToken);

        RunFailedException failure = Fails(options with { Steps = 8, Resume = true });

        Assert.Contains("the learning rate is falling already", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoPhotographCanBeRead_SaysSoInsteadOfLearningFromGeneratedPicturesAlone()
    {
        foreach (string path in Directory.EnumerateFiles(lab.Photographs, "*", SearchOption.AllDirectories))
        {
            File.WriteAllText(path, "not a picture");
        }

        RunFailedException failure = Fails(lab.Options());

        Assert.Equal(RunFailure.DatasetUnreadable, failure.Failure);
        Assert.StartsWith("None of the 8 photographs to teach with could be read, ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Cancelled_StopsWithoutWeights()
    {
        Assert.Throws<OperationCanceledException>(() =>
            Distiller.Run(lab.Options(), cancellation: new CancellationToken(canceled: true))
        );
        Assert.False(File.Exists(lab.Combine("mini.safetensors")));
    }

    [Fact]
    public void Run_TeacherNotThere_SaysSo()
    {
        RunFailedException failure = Fails(lab.Options() with { Teacher = lab.Combine("nobody.pth") });

        Assert.Equal(RunFailure.WeightsUnusable, failure.Failure);
        Assert.Contains("nobody.pth could not be read", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TeacherOfAnotherArchitecture_SaysWhichIsNeeded()
    {
        lab.WriteTeacher("squeezenet1_0");

        RunFailedException failure = Fails(lab.Options());

        Assert.Equal(RunFailure.WeightsUnusable, failure.Failure);
        Assert.Contains("does not hold weights of MobileNetV2", failure.Message, StringComparison.Ordinal);
    }

    private static RunFailedException Fails(DistillOptions options) =>
        Assert.Throws<RunFailedException>(() => Distiller.Run(options, cancellation: TestContext.Current.CancellationToken));

    private Dictionary<string, string> Numbers(string name)
    {
        using WeightFile file = WeightFile.Open(lab.Combine($"{name}.safetensors"));
        return file.Tensors.ToDictionary(entry => entry.Key, entry => Convert.ToHexString(entry.Value.ToBytes()));
    }

    private sealed class Listener(Action<DistillProgress> hear) : IProgress<DistillProgress>
    {
        public void Report(DistillProgress value) => hear(value);
    }
}
