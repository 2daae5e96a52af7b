using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>Last question: is that right?</summary>
public sealed partial class ReviewStep
{
    private Task RenameAsync(ChangeEventArgs change)
    {
        string name = change.Value?.ToString()?.Trim() ?? "";
        return OnChange.InvokeAsync(Model.State with { Name = name.Length == 0 ? null : name });
    }
}
