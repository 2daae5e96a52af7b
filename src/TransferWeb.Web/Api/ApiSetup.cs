using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using TransferWeb.Core;

namespace TransferWeb.Web.Api;

/// <summary>Registers and maps the REST interface.</summary>
internal static class ApiSetup
{
    /// <summary>Registers what the interface needs: its JSON, its problems, its description.</summary>
    public static void AddTransferWebApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<Problems>();
        services.AddScoped<EventStream>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(options => UseDialect(options.SerializerOptions));
        services.AddOpenApi(options =>
            options.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info.Title = "TransferWeb";
                    document.Info.Description =
                        "Data sets, runs and models of this portal. Errors are problem details (RFC 9457) with a sentence in detail.";
                    return Task.CompletedTask;
                }
            )
        );
    }

    /// <summary>Maps all resources.</summary>
    public static void MapTransferWebApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), branch => branch.UseStatusCodePages());
        app.MapOpenApi();
        RouteGroupBuilder api = app.MapGroup("/api").ProducesProblem(StatusCodes.Status400BadRequest).DisableAntiforgery();
        api.AddEndpointFilter(
            (context, next) =>
            {
                context.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
                return next(context);
            }
        );
        api.MapDatasets();
        api.MapRuns();
        api.MapModels();
        api.MapMachine();
    }

    /// <summary>Makes options speak the one dialect of <see cref="TransferWebJson"/>.</summary>
    public static void UseDialect(JsonSerializerOptions options)
    {
        JsonSerializerOptions dialect = TransferWebJson.Line;
        options.PropertyNamingPolicy = dialect.PropertyNamingPolicy;
        options.PropertyNameCaseInsensitive = dialect.PropertyNameCaseInsensitive;
        options.DefaultIgnoreCondition = dialect.DefaultIgnoreCondition;
        options.Encoder = dialect.Encoder;
        options.AllowOutOfOrderMetadataProperties = dialect.AllowOutOfOrderMetadataProperties;
        options.NumberHandling = dialect.NumberHandling;
        foreach (System.Text.Json.Serialization.JsonConverter converter in dialect.Converters)
        {
            options.Converters.Add(converter);
        }
    }
}
