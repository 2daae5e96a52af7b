using Bunit;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Web.Components.Controls;
using TransferWeb.Web.Components.Pages;
using TransferWeb.Web.Components.Pages.Gallery;
using TransferWeb.Web.Components.Pages.Runs;
using TransferWeb.Web.Tests.Fakes;

namespace TransferWeb.Web.Tests.Components;

public sealed class NetworkNameTests : PageTest
{
    [Fact]
    public void Name_OfAKnownNetwork_IsAsPeopleWriteIt() => Assert.Equal("ResNet-18", Name("resnet18"));

    [Fact]
    public void Name_OfANetworkThatIsNoLongerThere_IsTheTechnicalOne() => Assert.Equal("resnet19", Name("resnet19"));

    [Fact]
    public void Name_WhileTheWorkerDoesNotAnswer_IsTheTechnicalOne()
    {
        Runs.WorkerProblem = "The worker does not answer.";

        Assert.Equal("resnet18", Name("resnet18"));
    }

    [Fact]
    public void ListPageAndGallery_ShowIt()
    {
        RunDetails run = Runs.Add(Samples.Run(status: RunStatus.Succeeded));
        ModelDetails model = Gallery.Add();

        Assert.Contains("ResNet-18", Render<Home>().Find(TestId("run-list") + " .small").TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "· ResNet-18 ·",
            Render<RunPage>(p => p.Add(x => x.Id, run.Summary.Id.ToString())).Find(".page-head p").TextContent,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "ResNet-18 ·",
            Render<GalleryPage>().Find(TestId("model-tile") + " .technical").TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains(
            Render<ModelPage>(p => p.Add(x => x.Id, model.Summary.Id.ToString())).FindAll("dd"),
            fact => fact.TextContent == "ResNet-18"
        );
    }

    private string Name(string technical) => Render<NetworkName>(p => p.Add(x => x.Name, technical)).Markup;
}
