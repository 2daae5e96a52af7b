using System.Diagnostics;
using System.Globalization;

namespace TransferWeb.Benchmarks;

/// <summary>
/// A finished process. Its memory is the proportional set size, summed over it and all its descendants and sampled every 0.4 s, as looking costs the measured process time: pages that
/// several of them share count once. Its processors' seconds are those at the last sample.
/// </summary>
internal sealed record MeasuredProcess(
    string Command,
    int ExitCode,
    string Output,
    string Errors,
    double WallSeconds,
    double ProcessorSeconds,
    long PeakBytes
)
{
    private static readonly TimeSpan SamplingInterval = TimeSpan.FromMilliseconds(400);

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
        double spent = 0;
        while (await Task.WhenAny(ended, Task.Delay(SamplingInterval)) != ended)
        {
            List<int> family = Family(process.Id);
            peak = Math.Max(peak, family.Sum(ProportionalBytes));
            spent = Math.Max(spent, family.Sum(ProcessorTime));
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new MeasuredProcess(Path.GetFileName(file), process.ExitCode, await output, await errors, seconds, spent, peak);
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

    private static int ParentOf(int id) => int.Parse(StatusFields(id)[1], CultureInfo.InvariantCulture);

    /// <summary>User and system time, kept in hundredths of a second.</summary>
    private static double ProcessorTime(int id)
    {
        string[] fields = StatusFields(id);
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture))
            / 100.0;
    }

    /// <summary>The fields of <c>stat</c> from the third on; the second is the name in brackets and may hold anything. Zeros where the process is gone.</summary>
    private static string[] StatusFields(int id)
    {
        string stat = ReadOrEmpty($"/proc/{id}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 12 ? fields : [.. Enumerable.Repeat("0", 13)];
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
