using System.Security.Cryptography;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training.Data;

/// <summary>What opening one file gave: the sample, or the problem it was left out for; a sample may carry a problem worth a word.</summary>
public sealed record Examination(Sample? Sample, PictureProblem? Problem);

/// <summary>Opens single files and says in words what is wrong with them.</summary>
public static class PictureExaminer
{
    /// <summary>Hashes a file and reads its header. Damage behind the header shows only when the picture is decoded.</summary>
    public static Examination Examine(string folder, ListedPicture picture)
    {
        string path = FullPath(folder, picture.Path);
        try
        {
            PictureInfo info = PictureProbe.Probe(path);
            using FileStream stream = File.OpenRead(path);
            Sample sample = new(
                picture.Path,
                picture.Label,
                picture.Split ?? Split.Train,
                Convert.ToHexStringLower(SHA256.HashData(stream)),
                info.Width,
                info.Height,
                stream.Length
            );
            return new Examination(sample, info.ExtensionMismatch ? WrongEnding(picture.Path, info.Format) : null);
        }
        catch (PictureException exception)
        {
            return new Examination(null, Problem(picture.Path, exception));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string sentence = $"{picture.Path} could not be read and was left out: {exception.Message}";
            return new Examination(
                null,
                new PictureProblem(picture.Path, PictureProblemKind.NotAPicture, sentence, LeftOut: true)
            );
        }
    }

    /// <summary>The file of a picture of a data set.</summary>
    public static string FullPath(string folder, string path) =>
        Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Says why a picture is left out.</summary>
    /// <exception cref="RunFailedException">The fault is the machine's, not the picture's: no decoder is installed.</exception>
    public static PictureProblem Problem(string path, PictureException exception) =>
        exception.Fault switch
        {
            PictureFault.DecoderMissing => throw new RunFailedException(RunFailure.Internal, exception.Message, exception),
            PictureFault.Empty => LeftOut(path, PictureProblemKind.Empty, exception),
            PictureFault.Truncated => LeftOut(path, PictureProblemKind.Truncated, exception),
            PictureFault.TooLarge => LeftOut(path, PictureProblemKind.TooLarge, exception),
            _ => LeftOut(path, PictureProblemKind.NotAPicture, exception),
        };

    private static PictureProblem LeftOut(string path, PictureProblemKind kind, PictureException exception) =>
        new(path, kind, $"{path} was left out. {exception.Message}", LeftOut: true);

    private static PictureProblem WrongEnding(string path, PictureFormat format) =>
        new(
            path,
            PictureProblemKind.WrongExtension,
            $"{path} is a {format} picture under another kind's name. It is used all the same.",
            LeftOut: false
        );
}
