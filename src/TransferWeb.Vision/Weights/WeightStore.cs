using System.Text.Json;
using TransferWeb.Core;

namespace TransferWeb.Vision.Weights;

/// <summary>
/// The folder of pretrained weights. Downloaded and imported files lie in it under their SHA-256 with a JSON record beside; any other
/// weight file that somebody put there is found as well. Files are recognised by their tensors. Safe to use from several processes.
/// </summary>
public sealed class WeightStore
{
    private static readonly string[] Endings = [".pth", ".pt", ".th", ".safetensors"];
    private readonly IReadOnlyList<BackboneSignature> signatures;
    private readonly TimeProvider time;
    private readonly WeightDownloader downloader;
    private readonly Dictionary<(string Path, long Length, DateTime Written), StoredWeights?> looked = [];

    /// <summary>Opens a folder, which need not exist yet.</summary>
    public WeightStore(
        string folder,
        IReadOnlyList<BackboneSignature> signatures,
        HttpClient http,
        TimeProvider time,
        DownloadPatience? patience = null
    )
    {
        Folder = Path.GetFullPath(folder);
        this.signatures = signatures;
        this.time = time;
        downloader = new WeightDownloader(http, time, patience ?? DownloadPatience.Default);
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>The environment variable <c>TRANSFERWEB_WEIGHTS</c> where it is set, else <c>cache/weights</c> in the data folder.</summary>
    public static string DefaultFolder(string dataFolder) =>
        Environment.GetEnvironmentVariable("TRANSFERWEB_WEIGHTS") is { Length: > 0 } folder
            ? folder
            : Path.Combine(dataFolder, "cache", "weights");

    /// <summary>The weights to use for a backbone, or null: what was added last, else a file that somebody put into the folder, by name.</summary>
    public StoredWeights? Find(string backbone) => List().FirstOrDefault(weights => weights.Backbone == backbone);

    /// <summary>All usable weights, those to be preferred first. Files that cannot be used are left out.</summary>
    public IReadOnlyList<StoredWeights> List()
    {
        if (!Directory.Exists(Folder))
        {
            return [];
        }

        List<StoredWeights> recorded = [.. Directory.EnumerateFiles(Folder, "*.json").Select(ReadRecord).OfType<StoredWeights>()];
        HashSet<string> known = [.. recorded.Select(weights => weights.Path)];
        IEnumerable<StoredWeights> others = Directory
            .EnumerateFiles(Folder)
            .Where(path => Endings.Contains(Path.GetExtension(path)) && !known.Contains(path))
            .Order(StringComparer.Ordinal)
            .Select(LookAt)
            .OfType<StoredWeights>();
        return [.. recorded.OrderByDescending(weights => weights.AddedAt), .. others];
    }

    /// <summary>Copies a file into the folder after checking that it is readable, has the hash its name says, and fits a backbone.</summary>
    /// <exception cref="WeightsException">It does not, or the disk refuses.</exception>
    public StoredWeights Import(string file)
    {
        string name = Path.GetFileName(file);
        string backbone = Recognise(file);
        string sha256 = WeightHash.OfFile(file);
        WeightHash.Check(name, sha256, WeightHash.InName(name));
        try
        {
            string path = PathOf(sha256, name);
            using (FileStream source = File.OpenRead(file))
            {
                WholeFile.Write(path, source.CopyTo);
            }

            return Record(
                new StoredWeights(
                    backbone,
                    path,
                    name,
                    new FileInfo(path).Length,
                    sha256,
                    Path.GetFullPath(file),
                    null,
                    time.GetUtcNow()
                )
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageFaults.Of(exception, name, Folder);
        }
    }

    /// <summary>
    /// Gives the weights of a catalogue entry, downloading them where they are not here yet. A cut download is taken up again, within the call and by
    /// later calls; a file with a wrong hash is deleted.
    /// </summary>
    /// <exception cref="WeightsException">No network, not on the server, wrong hash, another network's, or the disk refuses.</exception>
    public async Task<StoredWeights> FetchAsync(
        WeightEntry entry,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        StoredWeights? here = List()
            .FirstOrDefault(weights => weights.Sha256?.StartsWith(entry.Sha256, StringComparison.Ordinal) == true);
        if (here is not null)
        {
            return here;
        }

        string partPath = Path.Combine(Folder, entry.FileName + ".part");
        using (PartFile part = PartFile.Open(partPath, entry.FileName))
        {
            await downloader.DownloadAsync(entry, part, progress, cancellationToken);
            part.Flush();
        }

        return Accept(entry, partPath);
    }

    private StoredWeights Accept(WeightEntry entry, string partPath)
    {
        try
        {
            string sha256 = WeightHash.OfFile(partPath);
            WeightHash.Check(entry.FileName, sha256, entry.Sha256);
            string backbone = Recognise(partPath);
            string path = PathOf(sha256, entry.FileName);
            File.Move(partPath, path, overwrite: true);
            long size = new FileInfo(path).Length;
            return Record(
                new StoredWeights(
                    backbone,
                    path,
                    entry.FileName,
                    size,
                    sha256,
                    entry.Url.ToString(),
                    entry.Licence,
                    time.GetUtcNow()
                )
            );
        }
        catch (WeightsException)
        {
            File.Delete(partPath);
            throw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageFaults.Of(exception, entry.FileName, Folder);
        }
    }

    private string Recognise(string path)
    {
        using WeightFile file = WeightFile.Open(path);
        return BackboneRecogniser.Recognise(file, signatures);
    }

    private string PathOf(string sha256, string name) => Path.Combine(Folder, sha256 + Path.GetExtension(name));

    private static StoredWeights Record(StoredWeights weights)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(
            weights with
            {
                Path = Path.GetFileName(weights.Path),
            },
            TransferWebJson.File
        );
        WholeFile.Write(Path.ChangeExtension(weights.Path, ".json"), json);
        return weights;
    }

    private StoredWeights? ReadRecord(string recordPath)
    {
        try
        {
            StoredWeights? weights = JsonSerializer.Deserialize<StoredWeights>(
                File.ReadAllBytes(recordPath),
                TransferWebJson.File
            );
            if (weights is not { Backbone: not null, Path: not null })
            {
                return null;
            }

            string path = Path.Combine(Folder, Path.GetFileName(weights.Path));
            return File.Exists(path) ? weights with { Path = path } : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A file without a record; what was found is kept in memory until the file changes.</summary>
    private StoredWeights? LookAt(string path)
    {
        FileInfo file = new(path);
        var key = (path, file.Length, file.LastWriteTimeUtc);
        lock (looked)
        {
            if (!looked.TryGetValue(key, out StoredWeights? weights))
            {
                looked[key] = weights = Examine(file);
            }

            return weights;
        }
    }

    private StoredWeights? Examine(FileInfo file)
    {
        try
        {
            string backbone = Recognise(file.FullName);
            string? sha256 = null;
            if (WeightHash.InName(file.Name) is { } expected)
            {
                sha256 = WeightHash.OfFile(file.FullName);
                WeightHash.Check(file.Name, sha256, expected);
            }

            return new StoredWeights(
                backbone,
                file.FullName,
                file.Name,
                file.Length,
                sha256,
                file.FullName,
                null,
                file.LastWriteTimeUtc
            );
        }
        catch (Exception exception) when (exception is WeightsException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
