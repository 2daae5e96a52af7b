using System.Diagnostics;
using TransferWeb.Torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Training.Devices;

/// <summary>A device and what it can do. Memory in bytes; multiply-adds in thousand millions a second.</summary>
public sealed record DeviceReport(string Name, string DisplayName, long MemoryBytes, double GigaMacsPerSecond);

/// <summary>Lists this machine's devices and measures each for a moment.</summary>
public static class DeviceProbe
{
    private static readonly TimeSpan MeasuringTime = TimeSpan.FromMilliseconds(400);

    // A convolution like those in the middle of the usual backbones.
    private const int Pictures = 8;
    private const int Channels = 128;
    private const int Side = 28;
    private const int Kernel = 3;

    /// <summary>The CPU first, then the GPUs.</summary>
    public static IReadOnlyList<DeviceReport> List()
    {
        List<DeviceReport> reports =
        [
            new("cpu", CpuName(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Math.Round(Measure(CPU), 1)),
        ];
        int gpus = cuda.is_available() ? cuda.device_count() : 0;
        for (int i = 0; i < gpus; i++)
        {
            Device gpu = device($"cuda:{i}");
            long memory = Acceleration.MemoryOf(gpu)?.TotalBytes ?? 0;
            reports.Add(new DeviceReport($"cuda:{i}", Acceleration.DeviceName(gpu), memory, Math.Round(Measure(gpu), 1)));
        }

        return reports;
    }

    private static double Measure(Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Tensor maps = rand(Pictures, Side, Side, Channels, device: device).permute(0, 3, 1, 2);
        Tensor weight = rand(Channels, Kernel, Kernel, Channels, device: device).permute(0, 3, 1, 2);
        Convolve(maps, weight);
        long began = Stopwatch.GetTimestamp();
        int rounds = 0;
        while (Stopwatch.GetElapsedTime(began) < MeasuringTime)
        {
            Convolve(maps, weight);
            rounds++;
        }

        double macs = (double)Pictures * Side * Side * Channels * Channels * Kernel * Kernel * rounds;
        return macs / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e9;
    }

    /// <summary>Reads one number of the result, so that the device has finished when this returns.</summary>
    private static void Convolve(Tensor maps, Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        _ = functional.conv2d(maps, weight, padding: [1, 1])[0, 0, 0, 0].ToSingle();
    }

    private static string CpuName()
    {
        const string File = "/proc/cpuinfo";
        string? model = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        string name = model?.Split(':', 2)[1].Trim() ?? "CPU";
        return $"{name}, {Environment.ProcessorCount} threads";
    }
}
