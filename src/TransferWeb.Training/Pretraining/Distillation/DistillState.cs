using TransferWeb.Core.Runs;
using TransferWeb.Vision;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>The file from which a distillation that was cut off goes on: what it was asked for, the step, the student.</summary>
internal static class DistillState
{
    /// <summary>The file beside the weights.</summary>
    public static string PathFor(DistillOptions options) => Path.ChangeExtension(options.Output, ".state");

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="options">How it is done.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="seconds">Time taken so far.</param>
    /// <param name="student">What learnt.</param>
    public static void Save(DistillOptions options, int step, double seconds, Student student) =>
        WholeFile.Write(
            PathFor(options),
            stream =>
            {
                using BinaryWriter writer = new(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                writer.Write(DistillCommand.WithoutLength(options));
                writer.Write(options.SteadySteps);
                writer.Write(step);
                writer.Write(seconds);
                student.Save(writer);
            }
        );

    /// <summary>Reads the file into the student.</summary>
    /// <returns>Steps done, and the time they took.</returns>
    /// <exception cref="RunFailedException">There is none, or it belongs to other options.</exception>
    public static (int Step, double Seconds) Load(DistillOptions options, Student student)
    {
        string path = PathFor(options);
        if (!File.Exists(path))
        {
            throw Refused($"There is no state to go on from: {path} does not exist. Leave --resume out to start anew.");
        }

        using BinaryReader reader = new(File.OpenRead(path));
        string asked = reader.ReadString();
        int steady = reader.ReadInt32();
        int step = reader.ReadInt32();
        double seconds = reader.ReadDouble();
        if (asked != DistillCommand.WithoutLength(options))
        {
            throw Refused(
                $"The state was left by another command: {asked} Repeat that one with --resume; only --steps may differ."
            );
        }

        // The number of steps may change as long as no step so far would have been another: before the learning rate falls.
        if (step > Math.Min(steady, options.SteadySteps) && steady != options.SteadySteps)
        {
            throw Refused(
                $"After {step} steps the learning rate is falling already. Go on with the number of steps it was started with."
            );
        }

        student.Load(reader);
        return (step, seconds);
    }

    private static RunFailedException Refused(string sentence) => new(RunFailure.InvalidSpec, sentence);
}
