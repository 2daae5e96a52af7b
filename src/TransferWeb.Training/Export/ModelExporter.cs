using System.Security.Cryptography;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Checkpoints;
using TransferWeb.Training.Data;
using TransferWeb.Training.Devices;

namespace TransferWeb.Training.Export;

/// <summary>Writes the trained network and what is needed to use it elsewhere.</summary>
public static class ModelExporter
{
    /// <summary>Writes weights, manifest, evaluation and split into the run's folder.</summary>
    public static void Export(RunContext run, TrainingData data, EvaluationReport report, TimeProvider time)
    {
        string weights = Path.Combine(run.Folder, RunFiles.Weights);
        using (DisposeScope scope = NewDisposeScope())
        {
            TensorFile.Write(
                weights,
                run.Model.state_dict(),
                new Dictionary<string, string> { ["format"] = "pt", ["backbone"] = run.Model.Manifest.Name }
            );
        }

        RunFolder.WriteJson(Path.Combine(run.Folder, RunFiles.Manifest), Describe(run, data, weights, time));
        RunFolder.WriteJson(Path.Combine(run.Folder, RunFiles.Evaluation), report);
        RunFolder.WriteJson(Path.Combine(run.Folder, RunFiles.Split), data.ToSplitFile());
    }

    private static ModelManifest Describe(RunContext run, TrainingData data, string weights, TimeProvider time)
    {
        using FileStream stream = File.OpenRead(weights);
        return new ModelManifest
        {
            Backbone = run.Model.Manifest.Name,
            Classes = data.Classes,
            InputSize = run.InputSize,
            ResizeSize = run.Transform.ResizeSize,
            Interpolation = run.Model.Manifest.Interpolation,
            Mean = run.Model.Manifest.Mean,
            Std = run.Model.Manifest.Std,
            Precision = Evaluated(run) == ScalarType.BFloat16 ? "bfloat16" : "float32",
            WeightsSha256 = Convert.ToHexStringLower(SHA256.HashData(stream)),
            CreatedAt = time.GetUtcNow(),
        };
    }

    /// <summary>A head is evaluated on features of the frozen network, everything else on the network as it was trained.</summary>
    private static ScalarType Evaluated(RunContext run) =>
        run.Spec.Freezing is HeadOnlyPolicy ? Precision.ForFrozen(run.Device) : ScalarType.Float32;
}
