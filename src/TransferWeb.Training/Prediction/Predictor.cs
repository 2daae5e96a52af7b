using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Checkpoints;
using TransferWeb.Training.Data;
using TransferWeb.Training.Devices;
using TransferWeb.Training.Evaluation;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Imaging;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Prediction;

/// <summary>A trained model that is loaded and says what is in pictures. Used by one thread at a time.</summary>
public sealed class Predictor : IDisposable
{
    private readonly Backbone model;
    private readonly ImageTransform transform;
    private readonly Normalisation normalisation;
    private readonly ScalarType precision;

    private Predictor(ModelManifest manifest, Backbone model, ScalarType precision)
    {
        (Manifest, this.model, this.precision) = (manifest, model, precision);
        transform = ImageTransform.For(manifest);
        normalisation = new Normalisation(manifest.Mean, manifest.Std);
    }

    /// <summary>What the model is.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Loads a model folder (<c>model.json</c> and <c>model.safetensors</c>).</summary>
    /// <exception cref="RunFailedException">A file is missing or unusable.</exception>
    public static Predictor Load(string folder)
    {
        ModelManifest manifest = ReadManifest(Path.Combine(folder, RunFiles.Manifest));
        using Backbone trained = BackboneRegistry.Create(manifest.Backbone, manifest.Classes.Count);
        using WeightFile weights = WeightFile.Open(Path.Combine(folder, RunFiles.Weights));
        using (DisposeScope scope = NewDisposeScope())
        {
            TensorFile.CopyInto(weights, trained.state_dict());
        }

        ScalarType precision = manifest.Precision == "bfloat16" ? Precision.ForFrozen(CPU) : ScalarType.Float32;
        return new Predictor(manifest, trained.FrozenCopy(precision), precision);
    }

    /// <summary>The classes of one picture file with their probabilities, likeliest first.</summary>
    /// <exception cref="PictureException">It cannot be decoded.</exception>
    public ClassProbability[] Rank(string picture)
    {
        double[] probabilities = Predict([picture], (_, exception) => throw exception)[0]!;
        return
        [
            .. Manifest
                .Classes.Zip(probabilities, (label, probability) => new ClassProbability(label, probability))
                .OrderByDescending(c => c.Probability),
        ];
    }

    /// <summary>
    /// Probabilities of some picture files, in the order of the classes; they are decoded side by side and taken through the network
    /// together. A picture that cannot be decoded is told, with its place, and has null.
    /// </summary>
    public double[]?[] Predict(IReadOnlyList<string> pictures, Action<int, PictureException> fault)
    {
        byte[] pixels = new byte[pictures.Count * transform.ResultBytes];
        PictureException?[] faults = new PictureException?[pictures.Count];
        Parallel.For(
            0,
            pictures.Count,
            i => faults[i] = Decode(pictures[i], pixels.AsSpan(i * transform.ResultBytes, transform.ResultBytes))
        );
        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = normalisation.Apply(pixels, pictures.Count, Manifest.InputSize, precision, CPU);
        double[]?[] probabilities = LogitsReader.Probabilities(model.call, inputs);
        for (int i = 0; i < faults.Length; i++)
        {
            if (faults[i] is { } exception)
            {
                probabilities[i] = null;
                fault(i, exception);
            }
        }

        return probabilities;
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private PictureException? Decode(string picture, Span<byte> result)
    {
        try
        {
            using DecodedPicture decoded = PictureDecoder.Decode(picture);
            transform.Apply(decoded, result);
            return null;
        }
        catch (PictureException exception)
        {
            return exception;
        }
    }

    private static ModelManifest ReadManifest(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<ModelManifest>(stream, TransferWebJson.File)
                ?? throw new JsonException("It is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new RunFailedException(
                RunFailure.WeightsUnusable,
                $"{Path.GetDirectoryName(path)} is not a model's folder: {Path.GetFileName(path)} could not be read ({exception.Message}).",
                exception
            );
        }
    }
}
