using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Tests;
using TransferWeb.Training.Checkpoints;
using TransferWeb.Training.Events;
using TransferWeb.Training.Features;
using TransferWeb.Training.Weights;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Tests.Support;

/// <summary>A place to carry out small runs: pictures, the weights that come with the program and a random head, a feature store, and what was heard.</summary>
internal sealed class RunLab : IDisposable
{
    public const string Backbone = "transferweb_mini";
    private const int InputSize = 32;

    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource cancellation = new();
    private int runs;

    public RunLab()
    {
        Pictures = folder.Combine("pictures");
        Weights = folder.Combine("weights.safetensors");
        WriteBundledWeights(Weights);
    }

    public string Pictures { get; }

    public string Weights { get; }

    public string FeatureFolder => folder.Combine("features");

    public string WeightFolder => folder.Combine("weights");

    public RecordingSink Heard { get; private set; } = new();

    private WeightLibrary Library =>
        new(new WeightStore(WeightFolder, new LazySignatures(), new HttpClient(), TimeProvider.System), WeightCatalogue.Default);

    /// <summary>Asks the run that is going on to stop.</summary>
    public void Cancel() => cancellation.Cancel();

    public string Combine(params string[] parts) => folder.Combine(parts);

    /// <summary>A quick head-only run on the pictures, to be varied with <c>with</c>.</summary>
    public RunSpec Spec(int epochs = 3) =>
        new()
        {
            Name = "Test run",
            Data = new DataSpec { Folder = Pictures, ValidationShare = 0.25 },
            Backbone = Backbone,
            WeightsFile = Weights,
            Device = "cpu",
            Training = new TrainingSpec
            {
                Epochs = epochs,
                BatchSize = 8,
                InputSize = InputSize,
                Seed = 7,
            },
        };

    /// <summary>Carries out a run in a new folder; <see cref="Heard"/> then holds its events.</summary>
    public (RunEnding Ending, string Folder) Run(RunSpec spec, Action<RunEvent>? onEvent = null, params IRunEventSink[] sinks)
    {
        string target = folder.Combine($"run{++runs}");
        Directory.CreateDirectory(target);
        return (Execute(spec, target, resume: false, onEvent, sinks), target);
    }

    /// <summary>Goes on with a run that was cut off; <see cref="Heard"/> then holds the events from there on.</summary>
    public RunEnding Resume(RunSpec spec, string target) => Execute(spec, target, resume: true, null, []);

    private RunEnding Execute(
        RunSpec spec,
        string target,
        bool resume,
        Action<RunEvent>? onEvent,
        IReadOnlyList<IRunEventSink> sinks
    )
    {
        Heard = new RecordingSink(onEvent);
        RunEvents events = new(TimeProvider.System, [.. sinks, Heard]);
        PipelineServices services = new(events, TimeProvider.System, Library, new FeatureStore(FeatureFolder));
        return EngineThread
            .RunAsync(() => RunExecution.Execute(spec, target, services, cancellation.Token, resume))
            .GetAwaiter()
            .GetResult();
    }

    /// <summary>Carries out a run that must fail.</summary>
    public RunFailedException Fail(RunSpec spec)
    {
        RunEnding ending = Run(spec).Ending;
        Assert.Equal(RunOutcome.Failed, ending.Outcome);
        RunFailed told = Assert.IsType<RunFailed>(Heard.Events[^1]);
        Assert.Equal(ending.Failure!.Message, told.Message);
        return ending.Failure;
    }

    public static T Read<T>(string runFolder, string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(runFolder, file)), TransferWebJson.File)!;

    /// <summary>The numbers of everything training changed, as they were after its last epoch, which need not be the ones the run kept.</summary>
    public static byte[] LastEpoch(string folder)
    {
        using WeightFile file = WeightFile.Open(Path.Combine(folder, RunFiles.LastCheckpoint));
        return
        [
            .. file
                .Tensors.Values.Where(t => !t.Name.StartsWith("resume/", StringComparison.Ordinal))
                .OrderBy(t => t.Name, StringComparer.Ordinal)
                .SelectMany(t => t.ToBytes()),
        ];
    }

    /// <summary>Writes random weights from a fixed seed.</summary>
    public static void WriteWeights(string path, string backbone)
    {
        TorchSharp.torch.manual_seed(1);
        using Backbone model = BackboneRegistry.Create(backbone, 5);
        using DisposeScope scope = NewDisposeScope();
        TensorFile.Write(path, model.state_dict(), new Dictionary<string, string>());
    }

    private static void WriteBundledWeights(string path)
    {
        TorchSharp.torch.manual_seed(1);
        using Backbone model = BackboneRegistry.Create(Backbone, 5);
        using DisposeScope scope = NewDisposeScope();
        using (WeightFile file = WeightFile.Open(Path.Combine(AppContext.BaseDirectory, "manifests", $"{Backbone}.safetensors")))
        {
            BackboneRegistry.LoadPretrained(model, file);
        }

        TensorFile.Write(path, model.state_dict(), new Dictionary<string, string>());
    }

    public void Dispose()
    {
        cancellation.Dispose();
        folder.Dispose();
    }
}
