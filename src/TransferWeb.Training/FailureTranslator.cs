using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Torch;
using TransferWeb.Vision;
using TransferWeb.Vision.Imaging;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training;

/// <summary>Turns whatever ended a run into a failure with a sentence for the person.</summary>
public static class FailureTranslator
{
    private const int FileTooBig = 27;
    private const int ReadOnlyDisk = 30;

    /// <summary>The failure. What was not foreseen becomes <see cref="RunFailure.Internal"/> and keeps the exception inside.</summary>
    /// <param name="exception">What ended the run.</param>
    /// <param name="runFolder">The run's folder, which tells whether the run can go on; null outside a run.</param>
    public static RunFailedException Translate(Exception exception, string? runFolder = null) =>
        exception switch
        {
            RunFailedException failed => failed,
            AggregateException { InnerExceptions: [var inner, ..] } => Translate(inner, runFolder),
            WeightsException weights => new RunFailedException(KindOf(weights.Fault), weights.Message, weights),
            PictureException picture => new RunFailedException(RunFailure.DatasetUnreadable, picture.Message, picture),
            IOException io when DiskFullException.IsCauseOf(io) => new RunFailedException(
                RunFailure.DiskFull,
                $"{(io is DiskFullException ? io.Message : $"The disk is full: {io.Message}")} Make room there and start the run again; {GoesOn(runFolder)}.",
                io
            ),
            IOException { HResult: FileTooBig or ReadOnlyDisk } io => new RunFailedException(
                RunFailure.DiskFull,
                $"A file of the run could not be written: {io.Message} Choose a folder that takes files of any size and start the run again; {GoesOn(runFolder)}.",
                io
            ),
            UnauthorizedAccessException denied => new RunFailedException(
                RunFailure.DiskFull,
                $"A file of the run may not be written: {denied.Message} Choose a folder that this user may write to.",
                denied
            ),
            _ when Acceleration.IsOutOfMemory(exception) => OutOfMemory(exception),
            _ => new RunFailedException(
                RunFailure.Internal,
                $"A fault in this program ended the run: {FirstLine(exception.Message)} Starting it again may help; if not, please report it with the run's {RunFiles.Events}.",
                exception
            ),
        };

    private static string GoesOn(string? runFolder) =>
        runFolder is not null && File.Exists(Path.Combine(runFolder, RunFiles.LastCheckpoint))
            ? "its last checkpoint is kept, and it goes on from there (in a terminal with --resume)"
            : "no picture was changed";

    private static RunFailedException OutOfMemory(Exception exception) =>
        new(
            RunFailure.OutOfMemory,
            "The memory did not suffice. Choose fewer pictures a step (batch size) or a smaller input size, and start the run again.",
            exception
        );

    private static RunFailure KindOf(WeightsFault fault) =>
        fault is WeightsFault.DiskFull or WeightsFault.FolderNotWritable ? RunFailure.DiskFull : RunFailure.WeightsUnusable;

    private static string FirstLine(string message) => message.Split('\n', 2)[0];
}
