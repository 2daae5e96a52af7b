using System.Globalization;
using TransferWeb.Core.Runs;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Checkpoints;

/// <summary>Where a run stood when a checkpoint was taken. Epochs and steps count from 1.</summary>
public sealed record CheckpointPosition(int Epoch, long Step, double ValidationAccuracy);

/// <summary>The tensors a run has changed, and where it stood. What stayed frozen is in the pretrained weights and is not repeated.</summary>
public static class CheckpointFile
{
    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, CheckpointPosition position) =>
        TensorFile.Write(
            path,
            tensors,
            new Dictionary<string, string>
            {
                ["epoch"] = position.Epoch.ToString(CultureInfo.InvariantCulture),
                ["step"] = position.Step.ToString(CultureInfo.InvariantCulture),
                ["validation_accuracy"] = position.ValidationAccuracy.ToString("R", CultureInfo.InvariantCulture),
            }
        );

    /// <summary>Where the run stood.</summary>
    /// <exception cref="RunFailedException">The file cannot be read.</exception>
    public static CheckpointPosition ReadPosition(string path)
    {
        try
        {
            using WeightFile file = WeightFile.Open(path);
            return new CheckpointPosition(
                int.Parse(file.Metadata["epoch"], CultureInfo.InvariantCulture),
                long.Parse(file.Metadata["step"], CultureInfo.InvariantCulture),
                double.Parse(file.Metadata["validation_accuracy"], CultureInfo.InvariantCulture)
            );
        }
        catch (Exception exception) when (exception is WeightsException or KeyNotFoundException or FormatException)
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>What to say of a checkpoint that cannot be read.</summary>
    internal static RunFailedException Unreadable(Exception exception) =>
        new(
            RunFailure.Internal,
            $"The run's own checkpoint could not be read back: {exception.Message} Start the run again from the beginning.",
            exception
        );

    /// <summary>Copies the file's tensors into those of the same names.</summary>
    /// <exception cref="RunFailedException">The file cannot be read, or holds other tensors.</exception>
    public static void Restore(string path, IReadOnlyDictionary<string, Tensor> state)
    {
        try
        {
            using WeightFile file = WeightFile.Open(path);
            TensorFile.CopyInto(file, state);
        }
        catch (WeightsException exception)
        {
            throw Unreadable(exception);
        }
    }
}
