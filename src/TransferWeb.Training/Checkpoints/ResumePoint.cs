using System.Globalization;
using TorchSharp.Modules;
using TransferWeb.Core.Runs;
using TransferWeb.Torch;
using TransferWeb.Training.Callbacks;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Checkpoints;

/// <summary>
/// Everything a fit needs to go on from the end of an epoch as if it had never stopped: what training changes, what the optimizer remembers, where the random
/// numbers stand, and how good the epochs before were. On the CPU of one machine the weights at the end are then the same, bit for bit.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="changing">The tensors training changes, by state-dict name.</param>
/// <param name="optimizer">The run's optimizer.</param>
/// <param name="parts">What else remembers something.</param>
/// <param name="device">What is trained on.</param>
/// <param name="fingerprint">Stands for settings and pictures; a file of another fingerprint is not continued.</param>
public sealed class ResumePoint(
    string path,
    Func<IReadOnlyDictionary<string, Tensor>> changing,
    OptimizerHelper optimizer,
    IReadOnlyList<IResumable> parts,
    Device device,
    string fingerprint
)
{
    // No state-dict name holds a slash.
    private const string OptimizerName = "resume/optimizer";
    private const string RandomName = "resume/random";
    private const string DeviceRandomName = "resume/random_device";
    private const string PartName = "resume/part";
    private const string FingerprintKey = "fingerprint";

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Save(TrainingState state)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = new(changing(), StringComparer.Ordinal)
        {
            [RandomName] = PackedBytes.ToTensor(Acceleration.RandomState()),
        };
        if (device.type != DeviceType.CPU)
        {
            tensors[DeviceRandomName] = PackedBytes.ToTensor(Acceleration.RandomState(device));
        }

        foreach (IResumable part in parts)
        {
            foreach ((string name, Tensor tensor) in part.Capture())
            {
                tensors[$"{PartName}/{part.StateName}/{name}"] = tensor;
            }
        }

        TensorFile.Write(
            path,
            tensors,
            new Dictionary<string, string>(Numbers(state)) { [FingerprintKey] = fingerprint },
            PackedBytes.ToWrite(OptimizerName, WriteOptimizer)
        );
    }

    /// <summary>Puts everything back where it stood, or returns null where there is no file.</summary>
    /// <param name="epochs">Epochs of the whole run.</param>
    /// <param name="steps">Steps of the whole run.</param>
    /// <exception cref="RunFailedException">The file is damaged, or of another run.</exception>
    public TrainingState? Restore(int epochs, long steps)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using DisposeScope scope = NewDisposeScope();
            using WeightFile file = WeightFile.Open(path);
            RequireSameRun(file);
            TensorFile.CopyInto(file, changing(), name => !name.StartsWith("resume/", StringComparison.Ordinal));
            using BinaryReader reader = new(new MemoryStream(PackedBytes.Read(file.Tensors[OptimizerName])));
            optimizer.load_state_dict(reader);
            foreach (IResumable part in parts)
            {
                part.Restore(PartOf(file, part));
            }

            Acceleration.RestoreRandomState(PackedBytes.Read(file.Tensors[RandomName]));
            if (file.Tensors.TryGetValue(DeviceRandomName, out WeightTensor? random))
            {
                Acceleration.RestoreRandomState(PackedBytes.Read(random), device);
            }

            return Position(file, epochs, steps);
        }
        catch (Exception exception) when (exception is WeightsException or KeyNotFoundException or FormatException)
        {
            throw CheckpointFile.Unreadable(exception);
        }
    }

    private static Dictionary<string, string> Numbers(TrainingState state) =>
        new()
        {
            ["epoch"] = state.Epoch.ToString(CultureInfo.InvariantCulture),
            ["step"] = state.Step.ToString(CultureInfo.InvariantCulture),
            ["validation_accuracy"] = state.ValidationAccuracy.ToString("R", CultureInfo.InvariantCulture),
            ["best_epoch"] = state.BestEpoch.ToString(CultureInfo.InvariantCulture),
            ["best_accuracy"] = state.BestAccuracy.ToString("R", CultureInfo.InvariantCulture),
            ["last_progress"] = state.LastProgress.ToString(CultureInfo.InvariantCulture),
            ["best_loss"] = state.BestLoss.ToString("R", CultureInfo.InvariantCulture),
        };

    private static TrainingState Position(WeightFile file, int epochs, long steps)
    {
        TrainingState state = new(epochs, steps)
        {
            Epoch = int.Parse(file.Metadata["epoch"], CultureInfo.InvariantCulture),
            Step = long.Parse(file.Metadata["step"], CultureInfo.InvariantCulture),
            ValidationAccuracy = Number("validation_accuracy"),
        };
        int best = int.Parse(file.Metadata["best_epoch"], CultureInfo.InvariantCulture);

        // Earlier versions took an equal epoch for no better one: there it was the best.
        int progress = file.Metadata.TryGetValue("last_progress", out string? kept)
            ? int.Parse(kept, CultureInfo.InvariantCulture)
            : best;
        state.Remember(best, Number("best_accuracy"), progress, Number("best_loss"));
        return state;

        double Number(string key) => double.Parse(file.Metadata[key], CultureInfo.InvariantCulture);
    }

    private void RequireSameRun(WeightFile file)
    {
        if (!file.Metadata.TryGetValue(FingerprintKey, out string? kept) || kept != fingerprint)
        {
            throw new RunFailedException(
                RunFailure.InvalidSpec,
                "The pictures or the settings have changed since this run was interrupted, so it cannot go on where it was. Start it again from the beginning."
            );
        }
    }

    private static Dictionary<string, Tensor> PartOf(WeightFile file, IResumable part)
    {
        string prefix = $"{PartName}/{part.StateName}/";
        return file
            .Tensors.Values.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(t => t.Name[prefix.Length..], TensorFile.Read, StringComparer.Ordinal);
    }

    private void WriteOptimizer(Stream stream)
    {
        using BinaryWriter writer = new(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        optimizer.save_state_dict(writer);
    }
}
