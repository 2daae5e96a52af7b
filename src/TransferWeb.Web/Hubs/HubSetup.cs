using TransferWeb.Web.Api;

namespace TransferWeb.Web.Hubs;

/// <summary>Registers and maps the hub.</summary>
internal static class HubSetup
{
    /// <summary>Registers the hub and what feeds it.</summary>
    public static void AddRunHub(this IServiceCollection services)
    {
        services.AddSignalR().AddJsonProtocol(options => ApiSetup.UseDialect(options.PayloadSerializerOptions));
        services.AddHostedService<RunHubRelay>();
    }

    /// <summary>Maps the hub.</summary>
    public static void MapRunHub(this WebApplication app) => app.MapHub<RunHub>("/hubs/runs");
}
