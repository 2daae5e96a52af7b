using System.Xml.Linq;

namespace TransferWeb.Core.Tests;

/// <summary>Who may know whom. The site builds without libtorch, and no picture is decoded in the process that holds people's sessions.</summary>
public sealed class ArchitectureTests
{
    private const string Engine = "TransferWeb.Torch";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["TransferWeb.Core"] = [],
        ["TransferWeb.Torch"] = [],
        ["TransferWeb.Vision"] = ["TransferWeb.Core", Engine],
        ["TransferWeb.Training"] = ["TransferWeb.Core", "TransferWeb.Vision", Engine],
        ["TransferWeb.Worker"] = ["TransferWeb.Core", "TransferWeb.Training", "TransferWeb.Vision", Engine],
        ["TransferWeb.Storage"] = ["TransferWeb.Core"],
        ["TransferWeb.Jobs"] = ["TransferWeb.Core", "TransferWeb.Storage"],
        ["TransferWeb.Web"] = ["TransferWeb.Core", "TransferWeb.Jobs", "TransferWeb.Storage", "TransferWeb.Assets"],
    };

    public static TheoryData<string> Projects => [.. ProjectFiles().Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_OnlyWhatItMayKnow(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out string[]? allowed), $"{project} has no row in the table of references.");
        Assert.Empty(References(project).Except(allowed));
    }

    [Theory]
    [InlineData("TransferWeb.Web")]
    [InlineData("TransferWeb.Jobs")]
    [InlineData("TransferWeb.Storage")]
    [InlineData("TransferWeb.Core")]
    public void Site_ThroughAllItsReferences_NeverReachesTheEngine(string project)
    {
        HashSet<string> reached = [];
        Queue<string> next = new([project]);
        while (next.TryDequeue(out string? present))
        {
            foreach (string reference in References(present).Where(reached.Add))
            {
                next.Enqueue(reference);
            }
        }

        Assert.Empty(reached.Intersect([Engine, "TransferWeb.Vision", "TransferWeb.Training", "TransferWeb.Worker"]));
    }

    [Fact]
    public void Engine_IsReached_ByTheProjectsThatTrain() =>
        Assert.All(["TransferWeb.Vision", "TransferWeb.Training"], project => Assert.Contains(Engine, References(project)));

    private static Dictionary<string, string> ProjectFiles() =>
        Directory
            .EnumerateFiles(Path.Combine(TestData.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file));

    private static List<string> References(string project)
    {
        if (!ProjectFiles().TryGetValue(project, out string? file))
        {
            return []; // Outside src: the browser's assets.
        }

        XDocument document = XDocument.Load(file);
        IEnumerable<string> imported = document
            .Descendants("Import")
            .Where(i => ((string?)i.Attribute("Project"))?.EndsWith("Torch.Provider.props", StringComparison.Ordinal) == true)
            .Select(_ => Engine);
        return
        [
            .. document
                .Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')))
                .Concat(imported),
        ];
    }
}
