using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using TransferWeb.Core.Portal;
using TransferWeb.Storage;

namespace TransferWeb.Web.Api;

/// <summary>Answers every failure under <c>/api</c> as RFC 9457 problem details, the sentence for the person in <c>detail</c>.</summary>
internal sealed class Problems(ILogger<Problems> log) : IExceptionHandler
{
    /// <summary>The status that goes with a refusal.</summary>
    public static int StatusOf(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            RefusalKind.NoSpace => StatusCodes.Status507InsufficientStorage,
            RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status400BadRequest,
        };

    /// <summary>Writes a problem as the whole answer.</summary>
    public static async Task Write(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        await context
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .TryWriteAsync(
                new ProblemDetailsContext
                {
                    HttpContext = context,
                    ProblemDetails = new ProblemDetails { Status = status, Detail = sentence },
                }
            );
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!httpContext.Request.Path.StartsWithSegments("/api"))
        {
            return false;
        }

        (int status, string sentence) = exception switch
        {
            RequestRefusedException refused => (StatusOf(refused.Kind), refused.Message),
            BadHttpRequestException bad => (bad.StatusCode, $"The request cannot be read. {bad.Message}"),
            _ when FullDisk.IsCauseOf(exception) => (StatusCodes.Status507InsufficientStorage, FullDisk.Sentence),
            _ => (
                StatusCodes.Status500InternalServerError,
                "The portal failed to answer this request. Try again; the log has the details."
            ),
        };
        if (status >= StatusCodes.Status500InternalServerError && exception is not RequestRefusedException)
        {
            log.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, httpContext.Request.Path);
        }

        await Write(httpContext, status, sentence);
        return true;
    }
}
