using System.Net.Mime;
using Microsoft.Net.Http.Headers;

namespace TransferWeb.Web.Api;

/// <summary>Serves stored pictures: bytes from strangers, which a browser must never take for a page or a script.</summary>
internal static class PictureFiles
{
    private const int SignatureLength = 12;

    /// <summary>The file as a picture of the kind its first bytes say; 404 where there is none, or it is no kind that is known.</summary>
    public static IResult Serve(HttpContext context, string? file)
    {
        if (file is null || TypeOf(file) is not { } type)
        {
            return Results.Problem("There is no such picture.", statusCode: StatusCodes.Status404NotFound);
        }

        // Nothing in it may run, whatever it is: the header of a page inside a picture is of no use to whoever put it there.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = "private, max-age=86400";
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("inline").ToString();
        DateTime changed = File.GetLastWriteTimeUtc(file);
        EntityTagHeaderValue tag = new($"\"{changed.Ticks:x}-{new FileInfo(file).Length:x}\"");
        return Results.File(file, type, lastModified: changed, entityTag: tag, enableRangeProcessing: true);
    }

    private static string? TypeOf(string file)
    {
        Span<byte> start = stackalloc byte[SignatureLength];
        using FileStream stream = File.OpenRead(file);
        start = start[..stream.ReadAtLeast(start, SignatureLength, throwOnEndOfStream: false)];
        return start switch
        {
            [0xFF, 0xD8, 0xFF, ..] => MediaTypeNames.Image.Jpeg,
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => MediaTypeNames.Image.Png,
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => MediaTypeNames.Image.Gif,
            [(byte)'B', (byte)'M', ..] => MediaTypeNames.Image.Bmp,
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P'] => MediaTypeNames
                .Image
                .Webp,
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => MediaTypeNames.Image.Tiff,
            _ => null,
        };
    }
}
