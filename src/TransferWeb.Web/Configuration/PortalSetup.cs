using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;
using TransferWeb.Core;
using TransferWeb.Jobs;
using TransferWeb.Jobs.Execution;
using TransferWeb.Jobs.Workers;
using TransferWeb.Storage;
using TransferWeb.Storage.Files;
using TransferWeb.Web.Api;
using TransferWeb.Web.Hubs;

namespace TransferWeb.Web.Configuration;

/// <summary>Puts the portal together: options, storage, jobs, REST and the hub.</summary>
internal static class PortalSetup
{
    /// <summary>Registers the portal's services.</summary>
    public static void AddTransferWeb(this WebApplicationBuilder builder)
    {
        TransferWebOptions options = AddOptions(builder);
        DataFolder folder = new(Path.Combine(builder.Environment.ContentRootPath, options.DataFolder));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ICurrentUser, LocalUser>();
        builder.Services.AddTransferWebStorage(folder);
        builder.Services.AddTransferWebJobs(
            folder,
            new JobSettings(
                options.WorkerPath.Length > 0 ? options.WorkerPath : WorkerLocation.Default(),
                options.Uploads,
                new PredictionPatience(TimeSpan.FromSeconds(options.PredictionSeconds)),
                StopPatience.Default
            )
        );
        builder.Services.AddTransferWebApi();
        builder.Services.AddRunHub();
        builder.Services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage");
    }

    /// <summary>Maps the portal's addresses, except its pages.</summary>
    public static void MapTransferWeb(this WebApplication app)
    {
        app.UseMiddleware<SameOriginMiddleware>();
        app.MapTransferWebApi();
        app.MapRunHub();
        app.MapHealthChecks("/health");
    }

    private static TransferWebOptions AddOptions(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(FromEnvironment(builder.Configuration));
        IConfigurationSection section = builder.Configuration.GetSection(TransferWebOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<TransferWebOptions>, TransferWebOptionsValidator>();
        builder.Services.AddOptions<TransferWebOptions>().Bind(section).ValidateOnStart();

        TransferWebOptions options = section.Get<TransferWebOptions>() ?? new TransferWebOptions();
        builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (!options.AllowRemote)
        {
            // A page elsewhere that points its own name at this machine (DNS rebinding) must not be answered.
            builder.Services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        }

        return options;
    }

    private static Dictionary<string, string?> FromEnvironment(ConfigurationManager configuration)
    {
        (string Variable, string Setting)[] names =
        [
            ("TRANSFERWEB_DATA", nameof(TransferWebOptions.DataFolder)),
            ("TRANSFERWEB_WORKER", nameof(TransferWebOptions.WorkerPath)),
            ("TRANSFERWEB_URL", nameof(TransferWebOptions.Url)),
            (WebHostDefaults.ServerUrlsKey, nameof(TransferWebOptions.Url)),
        ];
        Dictionary<string, string?> settings = [];
        foreach ((string variable, string setting) in names)
        {
            if (
                configuration[variable] is { Length: > 0 } value
                && configuration[$"{TransferWebOptions.Section}:{setting}"] is null
            )
            {
                settings[$"{TransferWebOptions.Section}:{setting}"] = value;
            }
        }

        return settings;
    }
}
