using Microsoft.AspNetCore.Components;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Layout;

/// <summary>Goes from the system's colours to light to dark and round again. The browser keeps the choice.</summary>
public sealed partial class ThemeToggle
{
    private static readonly string[] Choices = ["system", "light", "dark"];

    private string chosen = "system";

    [Inject]
    private ShellInterop Shell { get; set; } = default!;

    private string IconName =>
        chosen switch
        {
            "light" => "sun",
            "dark" => "moon",
            _ => "monitor",
        };

    private string Description =>
        chosen switch
        {
            "light" => "Light colours; change to dark",
            "dark" => "Dark colours; change to those of the system",
            _ => "Colours of the system; change to light",
        };

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            chosen = await Shell.InitAsync();
            StateHasChanged();
        }
    }

    private async Task ChooseNextAsync()
    {
        chosen = Choices[(Array.IndexOf(Choices, chosen) + 1) % Choices.Length];
        await Shell.UpdateAsync(chosen);
    }
}
