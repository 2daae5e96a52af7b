using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Api;

/// <summary>The bytes of an upload, never buffered: the body itself, or the first file of a multipart form.</summary>
internal static class Uploads
{
    /// <summary>Taken beside the types that are meant: what a browser calls a file differs from system to system, and the bytes decide.</summary>
    public const string AnyType = "*/*";

    /// <summary>The stream to read.</summary>
    /// <exception cref="RequestRefusedException">The form has no file.</exception>
    public static async Task<Stream> OpenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        )
        {
            return request.Body;
        }

        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length > 0)
        {
            MultipartReader reader = new(boundary, request.Body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.GetContentDispositionHeader()?.IsFileDisposition() == true)
                {
                    return section.Body;
                }
            }
        }

        throw new RequestRefusedException(
            RefusalKind.Invalid,
            "The form has no file in it. Send the file itself as the body, or as one file of a form."
        );
    }
}
