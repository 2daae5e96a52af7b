using Microsoft.AspNetCore.Http.Features;

namespace TransferWeb.Web.Api;

/// <summary>
/// Turns away what a page of another site makes somebody's browser send: without accounts, being sent from this machine is all the permission there is. Programs send
/// neither header and are let through. Web sockets are checked too, since browsers open them across sites without asking.
/// </summary>
internal sealed class SameOriginMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!NeedsCheck(context) || IsSameOrigin(context.Request))
        {
            return next(context);
        }

        return Problems.Write(
            context,
            StatusCodes.Status403Forbidden,
            "This request came from a page of another site, so it was not carried out. Open the portal itself and try again."
        );
    }

    private static bool NeedsCheck(HttpContext context) =>
        OpensSocket(context)
        || !(
            HttpMethods.IsGet(context.Request.Method)
            || HttpMethods.IsHead(context.Request.Method)
            || HttpMethods.IsOptions(context.Request.Method)
        );

    // Asked of the server itself: what knows web sockets comes later in the pipeline.
    private static bool OpensSocket(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        || context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private static bool IsSameOrigin(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }

        // By host and port only: in front of the portal something may speak https for it.
        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? address) && address.Authority == request.Host.Value);
    }
}
