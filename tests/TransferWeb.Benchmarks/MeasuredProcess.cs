using System.Diagnostics;
using System.Globalization;

namespace TransferWeb.Benchmarks;

/// <summary>
/// A finished process. Its memory is the proportional set size, summed over it and all its descendants and sampled ten times a second: pages that
/// several of them share count once.
/// </summary>
internal sealed record MeasuredProcess(
    string Command,
    int ExitCode,
    string Output,
    string Errors,
    double WallSeconds,
    long PeakBytes
)
{
    private static readonly TimeSpan SamplingInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<MeasuredProcess> RunAsync(
        string file,
        IEnumerable<string> arguments,
        Dictionary<string, string> environment
    )
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task ended = process.WaitForExitAsync();
        long peak = 0;
        while (await Task.WhenAny(ended, Task.Delay(SamplingInterval)) != ended)
        {
            peak = Math.Max(peak, Family(process.Id).Sum(ProportionalBytes));
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new MeasuredProcess(Path.GetFileName(file), process.ExitCode, await output, await errors, seconds, peak);
    }

    private static List<int> Family(int root)
    {
        ILookup<int, int> children = Directory
            .EnumerateDirectories("/proc")
            .Select(folder =>
                int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0
            )
            .Where(id => id > 0)
            .ToLookup(ParentOf);
        List<int> family = [root];
        for (int i = 0; i < family.Count; i++)
        {
            family.AddRange(children[family[i]]);
        }

        return family;
    }

    /// <summary>The fourth field of <c>stat</c>; the second is the name in brackets and may hold anything.</summary>
    private static int ParentOf(int id)
    {
        string stat = ReadOrEmpty($"/proc/{id}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
    }

    private static long ProportionalBytes(int id)
    {
        string? line = ReadOrEmpty($"/proc/{id}/smaps_rollup")
            .Split('\n')
            .FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
        string? kilobytes = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return kilobytes is null ? 0 : long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>A process may end while it is looked at.</summary>
    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
