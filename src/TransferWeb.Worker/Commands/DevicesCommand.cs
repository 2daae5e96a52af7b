using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Training;
using TransferWeb.Training.Devices;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb devices</c>: what this machine can compute on, and how fast.</summary>
internal static class DevicesCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Prints one line, a JSON array." };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("devices", "Lists what can be computed on, and how fast it is.") { Json };
        command.SetAction((parsed, _) => EngineThread.RunAsync(() => Run(parsed.GetValue(Json))));
        return command;
    }

    private static int Run(bool json)
    {
        IReadOnlyList<DeviceReport> devices = DeviceProbe.List();
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(devices, TransferWebJson.Line));
            return ExitCodes.Done;
        }

        foreach (DeviceReport device in devices)
        {
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{device.Name}: {device.DisplayName}, {device.MemoryBytes / (1L << 30)} GiB, {device.GigaMacsPerSecond} GMAC/s"
                )
            );
        }

        return ExitCodes.Done;
    }
}
