using Radzen;
using TransferWeb.Web.Components;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Configuration;

/// <summary>Puts the portal's pages together.</summary>
internal static class UiSetup
{
    /// <summary>Registers what the pages need.</summary>
    public static void AddTransferWebUi(this WebApplicationBuilder builder)
    {
        // The portal also runs from its build folder, where only this finds the files of the referenced projects.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRadzenComponents();
        builder.Services.AddScoped<ShellInterop>();
        builder.Services.AddScoped<UploadRemarks>();
    }

    /// <summary>Maps the pages and their static files.</summary>
    public static void MapTransferWebUi(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
