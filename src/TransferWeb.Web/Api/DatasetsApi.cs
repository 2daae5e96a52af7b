using Microsoft.AspNetCore.Mvc;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;
using TransferWeb.Storage.Files;

namespace TransferWeb.Web.Api;

/// <summary>A data set to make. The use case is one of the portal's, or absent.</summary>
internal sealed record NewDataset(string Name, string? UseCase);

/// <summary>What was made.</summary>
internal sealed record CreatedDataset(DatasetId Id);

/// <summary><c>/api/datasets</c>.</summary>
internal static class DatasetsApi
{
    /// <summary>Maps the resource.</summary>
    public static void MapDatasets(this RouteGroupBuilder api)
    {
        RouteGroupBuilder datasets = api.MapGroup("/datasets").WithTags("Data sets");
        datasets
            .MapGet("/", (IDatasetCatalog catalog, CancellationToken cancel) => catalog.ListAsync(cancel))
            .WithSummary("All data sets, newest first");
        datasets.MapPost("/", CreateAsync).WithSummary("Make an empty data set");
        datasets.MapGet("/{id}", FindAsync).WithSummary("One data set").ProducesProblem(StatusCodes.Status404NotFound);
        datasets
            .MapDelete("/{id}", DeleteAsync)
            .WithSummary("Remove a data set with its pictures")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        datasets
            .MapPost("/{id}/archive", AddArchiveAsync)
            .WithSummary("Add a zip of pictures: class/…, or train|val|test/class/…; the body is the zip, or a form with it")
            .Accepts<Stream>("application/zip", "multipart/form-data", Uploads.AnyType)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage);
        datasets
            .MapPost("/{id}/files", AddFileAsync)
            .WithSummary("Add one picture under the path class/name.jpg; the body is the file, or a form with it")
            .Accepts<Stream>("application/octet-stream", "multipart/form-data", Uploads.AnyType)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage);
        datasets
            .MapPost("/{id}/check", CheckAsync)
            .WithSummary("Open and check all pictures in the background and make a revision")
            .ProducesProblem(StatusCodes.Status409Conflict);
        datasets.MapGet("/{id}/thumbnails/{**path}", ThumbnailAsync).WithSummary("A picture's thumbnail, JPEG, 256 pixels");
        datasets.MapGet("/{id}/pictures/{**path}", PictureAsync).WithSummary("A picture as it was uploaded");
    }

    private static async Task<IResult> CreateAsync(NewDataset body, IDatasetCatalog catalog, CancellationToken cancel)
    {
        DatasetId id = await catalog.CreateAsync(body.Name ?? "", body.UseCase, cancel);
        return Results.Created($"/api/datasets/{id}", new CreatedDataset(id));
    }

    private static async Task<DatasetDetails> FindAsync(string id, IDatasetCatalog catalog, CancellationToken cancel) =>
        await catalog.FindAsync(ApiIds.Dataset(id), cancel) ?? throw ApiIds.NoDataset();

    private static async Task<IResult> DeleteAsync(string id, IDatasetCatalog catalog, CancellationToken cancel)
    {
        await catalog.DeleteAsync(ApiIds.Dataset(id), cancel);
        return Results.NoContent();
    }

    private static async Task<UploadReceipt> AddArchiveAsync(
        string id,
        HttpRequest request,
        IDatasetCatalog catalog,
        CancellationToken cancel
    ) => await catalog.AddArchiveAsync(ApiIds.Dataset(id), await Uploads.OpenAsync(request, cancel), cancel);

    private static async Task<UploadReceipt> AddFileAsync(
        string id,
        string path,
        HttpRequest request,
        IDatasetCatalog catalog,
        CancellationToken cancel
    ) => await catalog.AddFileAsync(ApiIds.Dataset(id), await Uploads.OpenAsync(request, cancel), path, cancel);

    private static async Task<IResult> CheckAsync(string id, IDatasetCatalog catalog, CancellationToken cancel)
    {
        await catalog.StartCheckAsync(ApiIds.Dataset(id), cancel);
        return Results.Accepted($"/api/datasets/{id}");
    }

    private static IResult ThumbnailAsync(string id, string path, HttpContext context, IDatasetCatalog catalog) =>
        PictureFiles.Serve(context, catalog.ThumbnailFile(ApiIds.Dataset(id), path));

    private static IResult PictureAsync(string id, string path, HttpContext context, DataFolder folder) =>
        PictureFiles.Serve(context, DataFolder.FindInside(folder.Pictures(ApiIds.Dataset(id)), path));
}
