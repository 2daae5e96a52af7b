using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Pages.Datasets;

/// <summary>Makes a data set from uploaded pictures, outside the wizard.</summary>
public sealed partial class NewDatasetPage
{
    [Inject]
    private NavigationManager Navigation { get; set; } = default!;
}
