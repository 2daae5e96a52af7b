using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Guidance;

namespace TransferWeb.Web.Components.Controls;

/// <summary>The question mark beside a term: one sentence, on hover, focus or touch.</summary>
public sealed partial class HelpTip
{
    private readonly string id = $"help-{Guid.NewGuid():N}";
    private Term term = default!;

    /// <summary>The term's key in the <see cref="Glossary"/>.</summary>
    [Parameter, EditorRequired]
    public required string Key { get; set; }

    /// <summary>Opens towards the left, at the right edge of a page.</summary>
    [Parameter]
    public bool ToLeft { get; set; }

    private string Heading => term.Plain == term.Technical ? term.Plain : $"{term.Plain} ({term.Technical})";

    /// <inheritdoc/>
    protected override void OnParametersSet() => term = Glossary.Find(Key);
}
