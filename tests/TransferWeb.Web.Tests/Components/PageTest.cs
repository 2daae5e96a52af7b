using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Web.Live;
using TransferWeb.Web.Tests.Fakes;

namespace TransferWeb.Web.Tests.Components;

/// <summary>A page drawn without a browser, on services that are held in memory.</summary>
public abstract class PageTest : BunitContext
{
    private protected FakeDatasetCatalog Datasets { get; } = new();

    private protected FakeRunCatalog Runs { get; } = new();

    private protected FakeModelGallery Gallery { get; } = new();

    protected PageTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddRadzenComponents();
        Services.AddScoped<ShellInterop>();
        Services.AddScoped<UploadRemarks>();
        Services.AddSingleton<TimeProvider>(TimeProvider.System);
        Services.AddSingleton<ICurrentUser>(new FakeUser());
        Services.AddSingleton<IDatasetCatalog>(Datasets);
        Services.AddSingleton<IRunCatalog>(Runs);
        Services.AddSingleton<IModelGallery>(Gallery);
        SetRendererInfo(new("Server", isInteractive: true));
    }

    /// <summary>The address the page went to last, without the host.</summary>
    protected string Address =>
        "/"
        + new Uri(Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri).PathAndQuery.TrimStart(
            '/'
        );

    /// <summary>Puts the page at an address before it is drawn.</summary>
    protected void GoTo(string address) =>
        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo(address);

    protected static string TestId(string id) => $"[data-testid=\"{id}\"]";
}
