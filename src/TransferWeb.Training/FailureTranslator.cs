using TransferWeb.Core.Runs;
using TransferWeb.Torch;
using TransferWeb.Vision.Imaging;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training;

/// <summary>Turns whatever ended a run into a failure with a sentence for the person.</summary>
public static class FailureTranslator
{
    private const int NoSpace = 28;
    private const int FileTooBig = 27;
    private const int ReadOnlyDisk = 30;
    private const int QuotaExceeded = 122;

    /// <summary>The failure. What was not foreseen becomes <see cref="RunFailure.Internal"/> and keeps the exception inside.</summary>
    public static RunFailedException Translate(Exception exception) =>
        exception switch
        {
            RunFailedException failed => failed,
            AggregateException { InnerExceptions: [var inner, ..] } => Translate(inner),
            WeightsException weights => new RunFailedException(KindOf(weights.Fault), weights.Message, weights),
            PictureException picture => new RunFailedException(RunFailure.DatasetUnreadable, picture.Message, picture),
            IOException io when IsDiskFull(io) => new RunFailedException(
                RunFailure.DiskFull,
                $"The disk is full, or this user's share of it: {io.Message} Make room and start the run again; the pictures are as they were, and the last finished epoch is kept, so that --resume goes on from there.",
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
                $"A fault in this program ended the run: {FirstLine(exception.Message)} Starting it again may help; if not, please report it with the run's {Core.Models.RunFiles.Events}.",
                exception
            ),
        };

    private static bool IsDiskFull(IOException exception) =>
        exception.HResult is NoSpace or FileTooBig or ReadOnlyDisk or QuotaExceeded;

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
