using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace TransferWeb.Web.Configuration;

/// <summary>Runs the portal to its end.</summary>
internal static class PortalRun
{
    /// <summary>Runs it. What the administrator can put right at the start is said in sentences, without a stack; the host's own report of it is switched off in appsettings.json.</summary>
    /// <returns>0, or 1 where the portal could not start.</returns>
    public static async Task<int> RunTransferWebAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (Foreseen(exception) is { } sentences)
        {
            foreach (string sentence in sentences)
            {
                await Console.Error.WriteLineAsync(sentence);
            }

            return 1;
        }
    }

    /// <summary>The sentences about a failure at the start that is nobody's fault in this program; null for any other.</summary>
    internal static IReadOnlyList<string>? Foreseen(Exception exception) =>
        exception switch
        {
            OptionsValidationException wrong => [.. wrong.Failures],
            IOException { InnerException: AddressInUseException } =>
            [
                $"{exception.Message.TrimEnd('.')}. Stop the program that uses it, or set TRANSFERWEB_URL to another address.",
            ],
            IOException or UnauthorizedAccessException => [exception.Message],
            _ => null,
        };
}
