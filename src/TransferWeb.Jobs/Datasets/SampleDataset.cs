using TransferWeb.Jobs.Execution;
using TransferWeb.Storage.Files;

namespace TransferWeb.Jobs.Datasets;

/// <summary>The embedded sample: generated pictures of four kinds of surface, which a worker holds.</summary>
internal sealed class SampleDataset(IWorkerLauncher launcher, DataFolder folder)
{
    /// <summary>What the sample is called.</summary>
    public const string Name = "Sample: four kinds of surface";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Writes the pictures, whole or not at all.</summary>
    /// <exception cref="Core.Portal.RequestRefusedException">The worker cannot write them.</exception>
    public async Task WriteAsync(string target, CancellationToken cancellationToken)
    {
        string beside = Path.Combine(folder.Uploads, Guid.NewGuid().ToString("N"));
        try
        {
            await launcher.RunAsync(WorkerCommand.Foreground("sample", "--out", beside), Patience, _ => { }, cancellationToken);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Directory.Move(beside, target);
        }
        catch
        {
            folder.Discard(beside);
            throw;
        }
    }
}
