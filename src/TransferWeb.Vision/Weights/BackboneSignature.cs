namespace TransferWeb.Vision.Weights;

/// <summary>What a backbone's weight file must hold.</summary>
/// <param name="Backbone">Its name.</param>
/// <param name="Tensors">State-dict name → shape, with the classes of the published weights.</param>
/// <param name="ClassifierName">Prefix of the last layer, whose number of classes may be another: <c>fc</c>.</param>
/// <param name="LeavesOut">Prefixes of tensors a file may hold besides.</param>
public sealed record BackboneSignature(
    string Backbone,
    IReadOnlyDictionary<string, long[]> Tensors,
    string ClassifierName,
    IReadOnlyList<string> LeavesOut
)
{
    /// <summary>The signature of a backbone that leaves nothing of its files out.</summary>
    public BackboneSignature(string backbone, IReadOnlyDictionary<string, long[]> tensors, string classifierName)
        : this(backbone, tensors, classifierName, []) { }

    // Counts batches; only files of newer PyTorch versions have it, and evaluation does not need it.
    private const string BatchCounter = ".num_batches_tracked";

    /// <summary>The first thing that does not fit, or null where the file's tensors are this backbone's.</summary>
    internal string? FirstDifference(WeightFile file)
    {
        foreach ((string name, long[] shape) in Tensors)
        {
            if (!file.Tensors.TryGetValue(name, out WeightTensor? tensor))
            {
                if (!IsClassifier(name) && !name.EndsWith(BatchCounter, StringComparison.Ordinal))
                {
                    return $"{name} is missing";
                }
            }
            else if (!ShapeFits(name, shape, tensor.Shape))
            {
                return $"{name} has the shape [{string.Join(", ", tensor.Shape)}] instead of [{string.Join(", ", shape)}]";
            }
        }

        return file.Tensors.Keys.FirstOrDefault(name => !Tensors.ContainsKey(name) && !IsLeftOut(name)) is { } extra
            ? $"{extra} does not belong to it"
            : null;
    }

    /// <summary>How many of this backbone's tensors the file has, with their shapes.</summary>
    internal int CountAgreeing(WeightFile file) =>
        Tensors.Count(pair =>
            file.Tensors.TryGetValue(pair.Key, out WeightTensor? tensor) && ShapeFits(pair.Key, pair.Value, tensor.Shape)
        );

    private bool IsLeftOut(string name) => LeavesOut.Any(prefix => name.StartsWith(prefix + ".", StringComparison.Ordinal));

    private bool IsClassifier(string name) => name.StartsWith(ClassifierName + ".", StringComparison.Ordinal);

    private bool ShapeFits(string name, long[] expected, IReadOnlyList<long> actual) =>
        expected.Length == actual.Count
        && expected.Skip(IsClassifier(name) ? 1 : 0).SequenceEqual(actual.Skip(IsClassifier(name) ? 1 : 0));
}

/// <summary>Tells to which backbone a weight file belongs by its tensors' names and shapes, never by its name.</summary>
public static class BackboneRecogniser
{
    /// <summary>The backbone's name.</summary>
    /// <exception cref="WeightsException">It fits none (<see cref="WeightsFault.OtherArchitecture"/>).</exception>
    public static string Recognise(WeightFile file, IReadOnlyList<BackboneSignature> signatures)
    {
        BackboneSignature? match = signatures.FirstOrDefault(signature => signature.FirstDifference(file) is null);
        if (match is not null)
        {
            return match.Backbone;
        }

        string name = Path.GetFileName(file.Path);
        BackboneSignature? nearest = signatures.MaxBy(signature => signature.CountAgreeing(file));
        int agreeing = nearest?.CountAgreeing(file) ?? 0;
        string hint =
            nearest is null || agreeing == 0
                ? "none of its tensors is known."
                : $"the nearest is {nearest.Backbone}, with {agreeing} of {nearest.Tensors.Count} tensors, but {nearest.FirstDifference(file)}.";
        throw new WeightsException(
            WeightsFault.OtherArchitecture,
            $"{name} belongs to another network: it fits none of the backbones here ({string.Join(", ", signatures.Select(s => s.Backbone))}); {hint}"
        );
    }
}
