using System.Globalization;

namespace TransferWeb.Core.Runs;

/// <summary>Reads a spec's word for its devices: one, or several that share the work, a process each.</summary>
public static class RunDevices
{
    private const string CudaPrefix = "cuda:";
    private const int Most = 64;

    /// <summary>The devices in their order; the first also does what is not shared.</summary>
    public static IReadOnlyList<string> Of(string device) => device.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>What is wrong with the word, in a sentence; null where nothing is. Whether the devices are there is known only to the worker.</summary>
    public static string? Problem(string? device)
    {
        string[] names = [.. Of(device ?? "")];
        if (names.Length == 1)
        {
            return names[0] is "auto" or "cpu" || IsCuda(names[0])
                ? null
                : $"The device '{device}' is not known. Use auto, cpu or cuda:0, or several GPUs as cuda:0,cuda:1.";
        }

        bool cpus = names.All(name => name == "cpu");
        bool gpus = names.All(IsCuda) && names.Distinct(StringComparer.Ordinal).Count() == names.Length;
        return (cpus || gpus) && names.Length <= Most
            ? null
            : $"The devices '{device}' cannot share a run. Name up to {Most} GPUs, each once, as cuda:0,cuda:1; or cpu,cpu for two processes on the processor.";
    }

    private static bool IsCuda(string name) =>
        name.StartsWith(CudaPrefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(CudaPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
