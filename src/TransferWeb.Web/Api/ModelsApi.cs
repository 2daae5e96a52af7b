using Microsoft.AspNetCore.Mvc;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Api;

/// <summary><c>/api/models</c>.</summary>
internal static class ModelsApi
{
    /// <summary>Maps the resource.</summary>
    public static void MapModels(this RouteGroupBuilder api)
    {
        RouteGroupBuilder models = api.MapGroup("/models").WithTags("Models");
        models
            .MapGet("/", (IModelGallery gallery, CancellationToken cancel) => gallery.ListAsync(cancel))
            .WithSummary("All published models, newest first");
        models.MapGet("/{id}", FindAsync).WithSummary("One model with its card").ProducesProblem(StatusCodes.Status404NotFound);
        models
            .MapPost("/{id}/predict", PredictAsync)
            .WithSummary("Ask a model about one picture; the body is the picture, or a form with it. It is not kept")
            .Accepts<Stream>("application/octet-stream", "multipart/form-data", Uploads.AnyType)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        models
            .MapDelete("/{id}", DeleteAsync)
            .WithSummary("Take a model out of the gallery and remove its files")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<ModelDetails> FindAsync(string id, IModelGallery gallery, CancellationToken cancel) =>
        await gallery.FindAsync(ApiIds.Model(id), cancel) ?? throw ApiIds.NoModel();

    private static async Task<Prediction> PredictAsync(
        string id,
        HttpRequest request,
        IModelGallery gallery,
        CancellationToken cancel
    ) => await gallery.PredictAsync(ApiIds.Model(id), await Uploads.OpenAsync(request, cancel), cancel);

    private static async Task<IResult> DeleteAsync(string id, IModelGallery gallery, CancellationToken cancel)
    {
        await gallery.DeleteAsync(ApiIds.Model(id), cancel);
        return Results.NoContent();
    }
}
