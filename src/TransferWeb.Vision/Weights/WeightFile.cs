using TransferWeb.Vision.Weights.Containers;

namespace TransferWeb.Vision.Weights;

/// <summary>The kinds of weight file.</summary>
public enum WeightContainer
{
    /// <summary>PyTorch since 1.6: a zip.</summary>
    Zip,

    /// <summary>PyTorch 0.1.10 to 1.5: pickles and raw storages in a row.</summary>
    LegacyPickle,

    /// <summary>The first PyTorch releases: a tar.</summary>
    Tar,

    /// <summary>safetensors.</summary>
    Safetensors,
}

/// <summary>
/// An open file of pretrained weights. Opening reads names, kinds and shapes and checks them against the file's length; numbers are read
/// when a tensor is asked for them, by any thread, until the file is disposed. Nothing in the file is ever executed.
/// </summary>
public sealed class WeightFile : IDisposable
{
    private const string ParallelPrefix = "module.";
    private readonly WeightSource source;

    private WeightFile(WeightSource source, string path, WeightContainer container, List<WeightTensor> tensors)
    {
        this.source = source;
        Path = path;
        Container = container;
        Tensors = new OrderedDictionary<string, WeightTensor>(tensors.Select(tensor => KeyValuePair.Create(tensor.Name, tensor)));
    }

    /// <summary>The file's path as given.</summary>
    public string Path { get; }

    /// <summary>The kind found in its content.</summary>
    public WeightContainer Container { get; }

    /// <summary>The named tensors in the file's order.</summary>
    public IReadOnlyDictionary<string, WeightTensor> Tensors { get; }

    /// <summary>Sentences about what was done on opening: a checkpoint unwrapped, a prefix removed.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>The texts a safetensors file carries beside its tensors; empty for the other kinds.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private init; } = new Dictionary<string, string>();

    /// <summary>Opens a <c>.pth</c>, <c>.pt</c>, <c>.th</c> or <c>.safetensors</c> file, whatever its name.</summary>
    /// <exception cref="WeightsException">It is not one, is damaged, asks to run code, or holds no named tensors.</exception>
    public static WeightFile Open(string path)
    {
        WeightSource source = WeightSource.Open(path);
        try
        {
            return Read(source, path);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file; its tensors can no longer be read.</summary>
    public void Dispose() => source.Dispose();

    private static WeightFile Read(WeightSource source, string path)
    {
        List<string> notes = [];
        SortedDictionary<string, string> metadata = new(StringComparer.Ordinal);
        WeightContainer container = Recognise(source);
        List<WeightTensor> tensors = container switch
        {
            WeightContainer.Safetensors => SafetensorsContainer.Read(source, metadata),
            WeightContainer.Zip => StateDictFinder.Find(ZipContainer.Read(source), source.Name, notes),
            WeightContainer.Tar => StateDictFinder.Find(TarContainer.Read(source), source.Name, notes),
            _ => StateDictFinder.Find(LegacyContainer.Read(source), source.Name, notes),
        };
        if (tensors.Count > 0 && tensors.TrueForAll(tensor => tensor.Name.StartsWith(ParallelPrefix, StringComparison.Ordinal)))
        {
            notes.Add($"The prefix “{ParallelPrefix}” was removed from all names.");
            tensors = [.. tensors.Select(tensor => tensor.Renamed(tensor.Name[ParallelPrefix.Length..]))];
        }

        if (tensors.Exists(tensor => FormerNames.Today(tensor.Name) != tensor.Name))
        {
            notes.Add("Some tensors have names of an earlier torchvision; they were given today's.");
            tensors = [.. tensors.Select(tensor => tensor.Renamed(FormerNames.Today(tensor.Name)))];
        }

        return new WeightFile(source, path, container, tensors) { Notes = notes, Metadata = metadata };
    }

    private static WeightContainer Recognise(WeightSource source)
    {
        byte[] start = source.Read(0, (int)Math.Min(source.Length, 512));
        return start switch
        {
            [] => throw WeightsException.Damaged(source.Name, "it is empty"),
            [(byte)'P', (byte)'K', 3, 4, ..] => WeightContainer.Zip,
            _ when start.AsSpan().StartsWith(LegacyContainer.Signature) => WeightContainer.LegacyPickle,
            _ when TarContainer.IsTar(start) => WeightContainer.Tar,
            _ when SafetensorsContainer.IsSafetensors(start, source.Length) => WeightContainer.Safetensors,

            // Any other pickle, so that one which tries to run something is told so by name.
            [0x80, >= 2 and <= 5, ..] or [(byte)'c', ..] => WeightContainer.LegacyPickle,
            _ => throw new WeightsException(
                WeightsFault.NotAWeightFile,
                $"{source.Name} is not a file of weights: its content is neither PyTorch's (.pth) nor safetensors."
            ),
        };
    }
}
