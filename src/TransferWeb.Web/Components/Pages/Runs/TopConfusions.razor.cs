using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Models;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>The few confusions that matter most, in words beside the grid.</summary>
public sealed partial class TopConfusions
{
    private const int Shown = 5;

    private IReadOnlyList<Confusion> confusions = [];

    /// <summary>The report.</summary>
    [Parameter, EditorRequired]
    public required EvaluationReport Report { get; set; }

    /// <summary>Told which cell is opened: what the pictures are, and what was said.</summary>
    [Parameter]
    public EventCallback<(string Truth, string Said)> OnOpen { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() =>
        confusions = [
            .. Report
                .ConfusionMatrix.SelectMany(
                    (row, truth) =>
                        row.Select((count, said) => (Row: truth, Said: said, Count: count))
                            .Where(cell => cell.Said != cell.Row && cell.Count > 0)
                            .Select(cell => new Confusion(
                                Report.Classes[cell.Row],
                                Report.Classes[cell.Said],
                                cell.Count,
                                row.Sum()
                            ))
                )
                .OrderByDescending(c => c.Count)
                .ThenByDescending(c => (double)c.Count / c.Total)
                .Take(Shown),
        ];

    private sealed record Confusion(string Truth, string Said, int Count, int Total);
}
