using Microsoft.AspNetCore.Components;

namespace TransferWeb.Web.Components.Controls;

/// <summary>Narrows a list down; the key <c>/</c> goes to it.</summary>
public sealed partial class SearchBox
{
    /// <summary>What it finds.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>What was typed.</summary>
    [Parameter]
    public string Text { get; set; } = "";

    /// <summary>Told at each key.</summary>
    [Parameter]
    public EventCallback<string> TextChanged { get; set; }

    private Task ChangeAsync(ChangeEventArgs change) => TextChanged.InvokeAsync(change.Value?.ToString()?.Trim() ?? "");
}
