using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TransferWeb.Core;
using TransferWeb.Core.Portal;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Controls;

/// <summary>Where pictures are dropped. It makes the data set when the first files come, sends them, and has them checked.</summary>
public sealed partial class UploadPanel : IUploadListener, IAsyncDisposable
{
    private ElementReference zone;
    private ElementReference files;
    private ElementReference folder;
    private UploaderInterop? uploader;
    private DatasetId? target;
    private string suggestedName = "";
    private UploadProgress? progress;
    private IReadOnlyList<FileRemark> refused = [];
    private int loose;
    private string? label;
    private string? problem;
    private bool canRetry;

    /// <summary>The data set the pictures go to; null makes one.</summary>
    [Parameter]
    public DatasetId? Dataset { get; set; }

    /// <summary>The use case a new data set is for.</summary>
    [Parameter]
    public string? UseCase { get; set; }

    /// <summary>Told when the pictures have arrived and are being checked.</summary>
    [Parameter]
    public EventCallback<DatasetId> OnUploaded { get; set; }

    [Inject]
    private IDatasetCatalog Datasets { get; set; } = default!;

    [Inject]
    private UploadRemarks Remarks { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private string FilesId { get; } = $"files-{Guid.NewGuid():N}";

    private string FolderId { get; } = $"folder-{Guid.NewGuid():N}";

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            uploader = new UploaderInterop(Js);
            await uploader.InitAsync(zone, files, folder, this);
        }
    }

    Task<string?> IUploadListener.PrepareAsync(string suggestedName, int looseFiles) =>
        OnCircuitAsync(() => PrepareAsync(suggestedName, looseFiles));

    Task IUploadListener.ProgressedAsync(UploadProgress progress) =>
        InvokeAsync(() =>
        {
            this.progress = progress;
            StateHasChanged();
        });

    Task IUploadListener.FinishedAsync(UploadResult result) =>
        InvokeAsync(async () =>
        {
            progress = null;
            refused = result.Refused;
            if (result.FilesStored > 0)
            {
                Remarks.Remember(target!.Value, refused);
                problem = await AttemptAsync(() => Datasets.StartCheckAsync(target.Value, Closing));
                await OnUploaded.InvokeAsync(target.Value);
            }
            else
            {
                problem = refused.Count > 0 ? null : "Nothing was stored: there was no picture in it.";
                await ForgetEmptySetAsync();
            }

            StateHasChanged();
        });

    Task IUploadListener.StoppedAsync(string sentence, bool canRetry, int filesStored) =>
        InvokeAsync(async () =>
        {
            progress = null;
            problem = sentence;
            this.canRetry = canRetry;
            if (!canRetry && filesStored == 0)
            {
                await ForgetEmptySetAsync();
            }

            StateHasChanged();
        });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (uploader is not null)
        {
            await uploader.DisposeAsync();
        }
    }

    private async Task<string?> PrepareAsync(string name, int looseFiles)
    {
        problem = null;
        refused = [];
        if (looseFiles > 0)
        {
            loose = looseFiles;
            suggestedName = name;
            return null;
        }

        target = Dataset ?? target;
        problem = await AttemptAsync(async () =>
            target ??= await Datasets.CreateAsync(NameFor(name.Length > 0 ? name : suggestedName), UseCase, Closing)
        );
        return target is { } id && problem is null ? $"/api/datasets/{id}" : null;
    }

    private async Task<string?> OnCircuitAsync(Func<Task<string?>> action)
    {
        string? result = null;
        await InvokeAsync(async () =>
        {
            result = await action();
            StateHasChanged();
        });
        return result;
    }

    /// <summary>A data set that was made for files of which none was taken is of no use to anybody.</summary>
    private async Task ForgetEmptySetAsync()
    {
        if (target is { } made && Dataset is null)
        {
            target = null;
            await AttemptAsync(() => Datasets.DeleteAsync(made, Closing));
        }
    }

    private async Task LabelAsync()
    {
        if (!string.IsNullOrWhiteSpace(label))
        {
            loose = 0;
            await uploader!.LabelAsync(label.Trim());
            label = null;
        }
    }

    private async Task RetryAsync()
    {
        problem = null;
        await uploader!.RetryAsync();
    }

    private static string NameFor(string suggested) =>
        string.IsNullOrWhiteSpace(suggested) ? "My pictures" : suggested.Trim()[..Math.Min(suggested.Trim().Length, 120)];
}
