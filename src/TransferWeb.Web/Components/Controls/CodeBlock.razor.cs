using Microsoft.AspNetCore.Components;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Controls;

/// <summary>Text to be copied.</summary>
public sealed partial class CodeBlock
{
    private bool? copied;

    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>The button's caption.</summary>
    [Parameter]
    public string Label { get; set; } = "Copy";

    [Inject]
    private ShellInterop Shell { get; set; } = default!;

    private string Caption =>
        copied switch
        {
            true => "Copied",
            false => "Not allowed by this browser; select it by hand",
            null => Label,
        };

    private async Task CopyAsync() => copied = await Shell.CopyAsync(Text);
}
