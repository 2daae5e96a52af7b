namespace TransferWeb.Web.Configuration;

/// <summary>Where the worker is when nothing says so.</summary>
internal static class WorkerLocation
{
    private const string Name = "transferweb";

    /// <summary>Beside the portal, as in a container; else where the repository's build puts it.</summary>
    public static string Default()
    {
        string here = AppContext.BaseDirectory;
        string[] candidates =
        [
            Path.Combine(here, Name),
            Path.Combine(here, "..", "worker", Name),
            Path.GetFullPath(Path.Combine(here, "..", "..", "..", "..", "TransferWeb.Worker", "bin", "Release", "net10.0", Name)),
        ];
        return candidates.FirstOrDefault(File.Exists) ?? candidates[^1];
    }
}
