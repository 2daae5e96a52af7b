using TransferWeb.Core;

namespace TransferWeb.Web.Components.Controls;

/// <summary>Addresses of a data set's pictures.</summary>
public static class PictureAddress
{
    /// <summary>The small JPEG of a picture.</summary>
    public static string Thumbnail(DatasetId dataset, string path) => $"/api/datasets/{dataset}/thumbnails/{Escape(path)}";

    /// <summary>The picture itself.</summary>
    public static string Picture(DatasetId dataset, string path) => $"/api/datasets/{dataset}/pictures/{Escape(path)}";

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
