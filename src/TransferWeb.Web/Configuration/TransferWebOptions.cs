using Microsoft.Extensions.Options;
using TransferWeb.Jobs.Datasets;

namespace TransferWeb.Web.Configuration;

/// <summary>The portal's settings: section <c>TransferWeb</c> of the configuration, and the environment variables each names.</summary>
internal sealed class TransferWebOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "TransferWeb";

    /// <summary>Where everything is kept; <c>TRANSFERWEB_DATA</c>.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>The worker's executable, or its <c>.dll</c>; <c>TRANSFERWEB_WORKER</c>. Empty takes the one built beside the portal.</summary>
    public string WorkerPath { get; set; } = "";

    /// <summary>The address served; <c>TRANSFERWEB_URL</c>, or <c>--urls</c>.</summary>
    public string Url { get; set; } = "http://localhost:5080";

    /// <summary>Whether addresses that other machines reach may be served. There are no accounts yet, so whoever reaches the portal may do everything.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>Seconds an answer about a picture may take, with the loading of its model; 1 to 600.</summary>
    public int PredictionSeconds { get; set; } = 60;

    /// <summary>What is stored of an upload at most.</summary>
    public UploadLimits Uploads { get; set; } = new();
}

/// <summary>Checks the settings at start and names all that is wrong at once.</summary>
internal sealed class TransferWebOptionsValidator : IValidateOptions<TransferWebOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TransferWebOptions options)
    {
        List<string> errors = [];
        Check(options.DataFolder.Trim().Length > 0, "DataFolder (TRANSFERWEB_DATA) is empty. Name a folder.");
        Check(
            options.PredictionSeconds is >= 1 and <= 600,
            $"PredictionSeconds is {options.PredictionSeconds}. It must be from 1 to 600."
        );
        Check(options.Uploads.ArchiveBytes > 0, $"Uploads:ArchiveBytes is {options.Uploads.ArchiveBytes}. It must be above 0.");
        Check(
            options.Uploads.UnpackedBytes > 0,
            $"Uploads:UnpackedBytes is {options.Uploads.UnpackedBytes}. It must be above 0."
        );
        Check(options.Uploads.FileBytes > 0, $"Uploads:FileBytes is {options.Uploads.FileBytes}. It must be above 0.");
        Check(options.Uploads.Files > 0, $"Uploads:Files is {options.Uploads.Files}. It must be above 0.");
        Check(options.Uploads.Ratio > 1, $"Uploads:Ratio is {options.Uploads.Ratio}. It must be above 1.");
        Check(
            options.Uploads.ReserveBytes >= 0,
            $"Uploads:ReserveBytes is {options.Uploads.ReserveBytes}. It must be 0 or more."
        );
        foreach (string url in options.Url.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            CheckUrl(url);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(bool holds, string error)
        {
            if (!holds)
            {
                errors.Add(error);
            }
        }

        void CheckUrl(string url)
        {
            bool isUrl = Uri.TryCreate(url.Replace("*", "0.0.0.0").Replace("+", "0.0.0.0"), UriKind.Absolute, out Uri? address);
            Check(
                isUrl && address!.Scheme is "http" or "https",
                $"The address '{url}' cannot be served. Use one such as http://localhost:5080."
            );
            Check(
                !isUrl || address!.IsLoopback || options.AllowRemote,
                $"The address '{url}' is reached from other machines, and the portal has no accounts yet. Use http://localhost:5080, or set AllowRemote to true where something else guards it."
            );
        }
    }
}
