using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A data set's name, and the way to change it.</summary>
public sealed partial class DatasetName
{
    private bool editing;
    private string? name;
    private string? problem;

    /// <summary>The data set.</summary>
    [Parameter, EditorRequired]
    public required DatasetDetails Dataset { get; set; }

    /// <summary>Whether it is the title of the page.</summary>
    [Parameter]
    public bool AsTitle { get; set; }

    /// <summary>Told after it was renamed.</summary>
    [Parameter]
    public EventCallback OnRenamed { get; set; }

    [Inject]
    private IDatasetCatalog Datasets { get; set; } = default!;

    private void Edit()
    {
        name = Dataset.Name;
        editing = true;
    }

    private async Task SaveAsync()
    {
        problem = await AttemptAsync(() => Datasets.RenameAsync(Dataset.Id, name!.Trim(), Closing));
        if (problem is null)
        {
            editing = false;
            await OnRenamed.InvokeAsync();
        }
    }
}
