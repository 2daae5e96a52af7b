using Bunit;
using TransferWeb.Core.Portal;
using TransferWeb.Web.Components.Pages.Gallery;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Tests.Components;

public sealed class GalleryTests : PageTest
{
    [Fact]
    public void Gallery_Empty_SaysHowAModelGetsThere()
    {
        IRenderedComponent<GalleryPage> page = Render<GalleryPage>();

        Assert.Contains("press Publish", page.Find(TestId("empty")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Gallery_Searched_ShowsWhatMatchesNameOrClass()
    {
        Gallery.Add("Surfaces");
        Gallery.Add("Bins");
        IRenderedComponent<GalleryPage> page = Render<GalleryPage>();

        page.Find(TestId("search")).Input("bin");

        Assert.Equal("Bins", Assert.Single(page.FindAll(TestId("model-tile"))).QuerySelector(".tile-title")!.TextContent);
    }

    [Fact]
    public void Model_CardWithHtml_ShowsItAsText()
    {
        ModelDetails model = Gallery.Add();

        IRenderedComponent<ModelPage> page = Render<ModelPage>(p => p.Add(x => x.Id, model.Summary.Id.ToString()));

        Assert.Equal("sound", page.Find(TestId("model-card") + " strong").TextContent);
        Assert.Empty(page.FindAll(TestId("model-card") + " script, " + TestId("model-card") + " img"));
        Assert.Contains($"/api/models/{model.Summary.Id}/predict", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TryIt_Answered_SaysItInWordsAndBars()
    {
        ModelDetails model = Gallery.Add();
        IRenderedComponent<TryIt> box = Render<TryIt>(p => p.Add(x => x.Model, model.Summary));
        ITryItListener listener = box.Instance;

        await listener.AskedAsync();
        await listener.AnsweredAsync(new([new("glass", 0.83), new("metal", 0.17)], 12));

        Assert.Equal("Fairly sure: glass, 83 %", box.Find(TestId("answer")).TextContent);
        Assert.Equal(2, box.FindAll(".answer-bar").Count);
    }

    [Fact]
    public async Task TryIt_Failed_SaysWhy()
    {
        ModelDetails model = Gallery.Add();
        IRenderedComponent<TryIt> box = Render<TryIt>(p => p.Add(x => x.Model, model.Summary));

        await ((ITryItListener)box.Instance).FailedAsync("This file is not a picture.");

        Assert.Contains("not a picture", box.Find(TestId("error")).TextContent, StringComparison.Ordinal);
        Assert.Empty(box.FindAll(TestId("answer")));
    }
}
