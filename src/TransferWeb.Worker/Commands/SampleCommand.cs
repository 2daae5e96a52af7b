using System.CommandLine;
using TransferWeb.Vision.Sample;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb sample</c>: writes the sample data set.</summary>
internal static class SampleCommand
{
    private static readonly Option<DirectoryInfo> Out = new("--out")
    {
        Description = "The folder for the pictures.",
        Required = true,
    };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("sample", "Writes the sample data set: four kinds of surface, 60 pictures each.") { Out };
        command.SetAction(parsed =>
        {
            using StopSignals stop = new();
            string folder = parsed.GetValue(Out)!.FullName;
            int pictures = SampleDataset.WriteTo(folder, cancellation: stop.Token).Count;
            Console.Out.WriteLine($"{pictures} pictures were written to {folder}.");
            return ExitCodes.Done;
        });
        return command;
    }
}
