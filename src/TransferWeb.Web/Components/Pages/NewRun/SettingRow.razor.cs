using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Guidance;

namespace TransferWeb.Web.Components.Pages.NewRun;

/// <summary>One setting behind "advanced": what it does, its range, what happens at its ends, and its field.</summary>
public sealed partial class SettingRow
{
    private Term term = default!;

    /// <summary>What is to be known of the setting.</summary>
    [Parameter, EditorRequired]
    public required SettingGuide Guide { get; set; }

    /// <summary>The values to choose from with their titles; none where anything may be written.</summary>
    [Parameter]
    public IReadOnlyList<(string Value, string Title)> Options { get; set; } = [];

    /// <summary>Its value as written; empty where it is left open.</summary>
    [Parameter, EditorRequired]
    public required string Value { get; set; }

    /// <summary>What it will be where it is left open.</summary>
    [Parameter]
    public string? Placeholder { get; set; }

    /// <summary>What is wrong with the value.</summary>
    [Parameter]
    public string? Problem { get; set; }

    /// <summary>Takes the new value as written.</summary>
    [Parameter]
    public EventCallback<string> OnChange { get; set; }

    /// <summary>Told that the pointer or the focus is on it.</summary>
    [Parameter]
    public EventCallback OnPoint { get; set; }

    private string Id => $"setting-{Guide.Key}";

    /// <inheritdoc/>
    protected override void OnParametersSet() => term = Glossary.Find(Guide.TermKey);

    private Task ChangeAsync(ChangeEventArgs change) => OnChange.InvokeAsync(change.Value?.ToString()?.Trim() ?? "");
}
