namespace TransferWeb.Tests;

/// <summary>Finds the files tests read: the committed fixtures, and the real weights and picture sets that are never committed.</summary>
internal static class TestData
{
    /// <summary>The repository's root: the first folder above the test binaries that holds the solution file.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A committed file below <c>tests/fixtures</c>.</summary>
    public static string Fixture(params string[] parts) => Path.Combine([Root, "tests", "fixtures", .. parts]);

    /// <summary>
    /// A file or folder below the shared test data (<c>TRANSFERWEB_TESTDATA</c>, by default <c>../shared/data</c> beside the checkout).
    /// The calling test is skipped, with the reason, where it is absent.
    /// </summary>
    public static string Shared(params string[] parts)
    {
        string folder = Environment.GetEnvironmentVariable("TRANSFERWEB_TESTDATA") ?? Path.Combine(Root, "..", "shared", "data");
        string path = Path.GetFullPath(Path.Combine([folder, .. parts]));
        Assert.SkipUnless(Path.Exists(path), $"Needs {Path.Combine(parts)} of the shared test data (TRANSFERWEB_TESTDATA).");
        return path;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "TransferWeb.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("TransferWeb.sln was not found above the test binaries.");
    }
}
