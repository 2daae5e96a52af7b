using System.Text.Json;
using System.Text.RegularExpressions;
using TransferWeb.Core;

namespace TransferWeb.Vision.Weights;

/// <summary>Pretrained weights that can be downloaded.</summary>
/// <param name="Name">Unique: <c>resnet18-imagenet</c>.</param>
/// <param name="Backbone">The backbone they belong to.</param>
/// <param name="Url">Where they are, http or https; the last part is the file's name.</param>
/// <param name="Sha256">All 64 hex digits, or the first ones (8 or more), which torchvision publishes in its file names.</param>
/// <param name="SizeBytes">About how many bytes that is, to tell a person before the download.</param>
/// <param name="Dataset">What they were trained on.</param>
/// <param name="Top1">Top-1 accuracy there as published, 0 to 1; null where none is.</param>
/// <param name="Licence">Under which conditions they may be used.</param>
public sealed record WeightEntry(
    string Name,
    string Backbone,
    Uri Url,
    string Sha256,
    long SizeBytes,
    string Dataset,
    double? Top1,
    string Licence
)
{
    /// <summary>The file's name: <c>resnet18-f37072fd.pth</c>.</summary>
    public string FileName => Path.GetFileName(Url.LocalPath);
}

/// <summary>The list of weights that can be downloaded, read from JSON.</summary>
public sealed partial class WeightCatalogue
{
    private const string ResourceName = "manifests/weights.json";
    private static readonly Lazy<WeightCatalogue> Embedded = new(ReadEmbedded);

    private WeightCatalogue(IReadOnlyList<WeightEntry> entries) => Entries = entries;

    /// <summary>The list that belongs to this program.</summary>
    public static WeightCatalogue Default => Embedded.Value;

    /// <summary>All entries; of one backbone, the better come first.</summary>
    public IReadOnlyList<WeightEntry> Entries { get; }

    /// <summary>Reads a list: <c>{"entries": [{"name": …, "backbone": …, "url": …, "sha256": …, …}]}</c>.</summary>
    /// <exception cref="InvalidDataException">An entry is incomplete or wrong, or two have one name.</exception>
    public static WeightCatalogue Parse(string json)
    {
        CatalogueFile file;
        try
        {
            file =
                JsonSerializer.Deserialize<CatalogueFile>(json, TransferWebJson.File)
                ?? throw new InvalidDataException("The catalogue is empty.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The catalogue of weights is not valid JSON: {exception.Message}", exception);
        }

        HashSet<string> names = [];
        foreach (WeightEntry entry in file.Entries)
        {
            if (
                string.IsNullOrWhiteSpace(entry.Name)
                || string.IsNullOrWhiteSpace(entry.Backbone)
                || entry.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" }
                || entry.FileName.Length == 0
                || entry.Sha256 is null
                || !HashPattern().IsMatch(entry.Sha256)
                || entry.SizeBytes <= 0
                || !names.Add(entry.Name)
            )
            {
                throw new InvalidDataException(
                    $"The entry '{entry.Name}' of the catalogue of weights is incomplete, wrong or there twice."
                );
            }
        }

        return new WeightCatalogue(file.Entries);
    }

    /// <summary>The entry of that name.</summary>
    /// <exception cref="WeightsException">There is none (<see cref="WeightsFault.NotInCatalogue"/>).</exception>
    public WeightEntry Find(string name) =>
        Entries.FirstOrDefault(entry => entry.Name == name)
        ?? Entries.FirstOrDefault(entry => entry.Backbone == name)
        ?? throw new WeightsException(
            WeightsFault.NotInCatalogue,
            $"There are no weights named '{name}'. Known: {string.Join(", ", Entries.Select(entry => entry.Name))}."
        );

    /// <summary>The best entry for a backbone, or null.</summary>
    public WeightEntry? ForBackbone(string backbone) => Entries.FirstOrDefault(entry => entry.Backbone == backbone);

    private static WeightCatalogue ReadEmbedded()
    {
        using Stream stream =
            typeof(WeightCatalogue).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"{ResourceName} is not embedded.");
        using StreamReader reader = new(stream);
        return Parse(reader.ReadToEnd());
    }

    [GeneratedRegex("^[0-9a-f]{8,64}$")]
    private static partial Regex HashPattern();

    private sealed record CatalogueFile(IReadOnlyList<WeightEntry> Entries);
}
