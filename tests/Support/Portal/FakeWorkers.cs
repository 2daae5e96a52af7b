using System.Collections.Concurrent;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Portal;
using TransferWeb.Jobs.Execution;

namespace TransferWeb.Tests.Portal;

/// <summary>Starts fake workers. Each command has a script; tests replace those they care about.</summary>
internal sealed class FakeWorkers : IWorkerLauncher
{
    private readonly ConcurrentDictionary<string, Func<FakeWorker, Task>> scripts = new();
    private readonly ConcurrentQueue<FakeWorker> started = new();

    public FakeWorkers()
    {
        On("devices", Answer("""[{"name":"cpu","displayName":"A CPU","memoryBytes":8000000000,"gigaMacsPerSecond":20.5}]"""));
        On("backbones", Answer("[]"));
        On("inspect", Inspect);
        On("sample", WriteSample);
    }

    public IReadOnlyCollection<FakeWorker> Started => started;

    /// <summary>All that were started with a command.</summary>
    public FakeWorker[] Of(string command) => [.. started.Where(w => w.Command.Arguments[0] == command)];

    /// <summary>Makes every worker of that command follow a script.</summary>
    public void On(string command, Func<FakeWorker, Task> script) => scripts[command] = script;

    /// <summary>A script that says one line and ends.</summary>
    public static Func<FakeWorker, Task> Answer(string line) =>
        worker =>
        {
            worker.Say(line);
            worker.End();
            return Task.CompletedTask;
        };

    /// <summary>A script that ends at once, with a sentence on its error output.</summary>
    public static Func<FakeWorker, Task> Fail(string sentence) =>
        worker =>
        {
            worker.LastErrors = sentence;
            worker.End(1);
            return Task.CompletedTask;
        };

    public IWorkerProcess Start(WorkerCommand command)
    {
        if (!scripts.TryGetValue(command.Arguments[0], out Func<FakeWorker, Task>? script))
        {
            throw new RequestRefusedException(RefusalKind.Unavailable, $"The training program has no '{command.Arguments[0]}'.");
        }

        FakeWorker worker = new(command);
        started.Enqueue(worker);
        _ = Task.Run(async () =>
        {
            try
            {
                await script(worker);
            }
            catch (Exception exception)
            {
                worker.LastErrors = exception.ToString();
                worker.End(1);
            }
        });
        return worker;
    }

    /// <summary>Takes every file for a picture whose bytes are its content, except those that begin with "bad".</summary>
    private static async Task Inspect(FakeWorker worker)
    {
        string folder = worker.Option("--data");
        List<Sample> samples = [];
        List<PictureProblem> problems = [];
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            string path = Path.GetRelativePath(folder, file);
            byte[] bytes = await File.ReadAllBytesAsync(file);
            if (System.Text.Encoding.UTF8.GetString(bytes).StartsWith("bad", StringComparison.Ordinal))
            {
                problems.Add(new PictureProblem(path, PictureProblemKind.NotAPicture, "This is not a picture.", LeftOut: true));
                continue;
            }

            string thumbnail = Path.Combine(worker.Option("--thumbnails"), path + ".jpg");
            Directory.CreateDirectory(Path.GetDirectoryName(thumbnail)!);
            await File.WriteAllBytesAsync(thumbnail, [0xFF, 0xD8, 0xFF, .. bytes]);
            string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
            samples.Add(
                new Sample(path, Path.GetFileName(Path.GetDirectoryName(path))!, SplitOf(path), hash, 10, 10, bytes.Length)
            );
            worker.Say($$"""{"done":{{samples.Count}},"total":{{files.Length}},"remainingSeconds":1.5}""");
        }

        DatasetInspection inspection = new()
        {
            HasSplits = samples.Any(s => s.Path.StartsWith("train/", StringComparison.Ordinal)),
            Classes =
            [
                .. samples
                    .Select(s => s.Label)
                    .Concat(problems.Select(p => Path.GetDirectoryName(p.Path)!))
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ],
            Samples = samples,
            Problems = problems,
        };
        await File.WriteAllTextAsync(worker.Option("--out"), JsonSerializer.Serialize(inspection, TransferWebJson.File));
        worker.End();
    }

    private static Split SplitOf(string path) =>
        path.StartsWith("val/", StringComparison.Ordinal) ? Split.Validation
        : path.StartsWith("test/", StringComparison.Ordinal) ? Split.Test
        : Split.Train;

    private static async Task WriteSample(FakeWorker worker)
    {
        foreach (string label in (string[])["pitted", "sound"])
        {
            string folder = Path.Combine(worker.Option("--out"), label);
            Directory.CreateDirectory(folder);
            for (int i = 0; i < 8; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, $"{i}.jpg"), $"{label} {i}");
            }
        }

        worker.End();
    }
}
