using TransferWeb.Core.Runs;
using TransferWeb.Torch;
using TransferWeb.Training.Data;
using TransferWeb.Training.Devices;
using TransferWeb.Training.Fits;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Ranks;

/// <summary>What a process beside the first does of a run: the steps, and nothing else. It leaves no file and tells no event.</summary>
public static class RankRun
{
    /// <summary>Takes part until the fit's end; call it on the engine's thread.</summary>
    /// <param name="document">From the first process.</param>
    /// <param name="services">What comes from outside; nobody hears its events.</param>
    /// <param name="ready">Called when the network is there, before the group is joined.</param>
    /// <exception cref="RanksApartException">Another process is gone.</exception>
    /// <exception cref="OperationCanceledException">The first process was asked to stop.</exception>
    /// <exception cref="RunFailedException">It cannot go on; the sentence says why.</exception>
    public static void Execute(RankDocument document, PipelineServices services, Action ready)
    {
        RunSpec spec = document.Spec;
        Device device = DeviceChoice.Resolve(document.Device);
        CudaSettings.Apply(device);
        manual_seed(spec.Training.Seed);
        using Backbone model = BackboneRegistry.Create(spec.Backbone, document.Classes.Count);
        model.to(device);
        Acceleration.ModuleToChannelsLast(model);
        TrainingData data = new(spec.Data.Folder, document.Classes, document.Samples);
        using RunContext run = new(
            spec,
            document.Folder,
            model,
            WeightsSha256: null,
            data,
            device,
            services,
            CancellationToken.None,
            document.Resume
        );
        using NetworkFit fit = new(run);
        ready();
        using RankGroup group = RankGroup.Join(document.Place, device);
        fit.TakePart(group, document.Fingerprint);
    }
}
