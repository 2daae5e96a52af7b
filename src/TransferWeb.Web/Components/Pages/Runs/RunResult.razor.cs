using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Radzen;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>How good the model is, said honestly, and where it fails.</summary>
public sealed partial class RunResult
{
    private static readonly (string Key, string Title)[] Tabs =
    [
        ("mistakes", "Mistakes"),
        ("classes", "Classes"),
        ("curves", "Curves"),
        ("settings", "Settings"),
        ("log", "Log"),
    ];

    private string tab = "mistakes";
    private IReadOnlyList<PicturePrediction> mistakes = [];

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public required RunDetails Run { get; set; }

    /// <summary>What happened while it trained.</summary>
    [Parameter, EditorRequired]
    public required RunLiveState State { get; set; }

    /// <summary>How it does on pictures it never learnt from.</summary>
    [Parameter, EditorRequired]
    public required EvaluationReport Report { get; set; }

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private RunCompleted? Result => Run.Result ?? State.Completed;

    private string VerdictKind =>
        AccuracyWords.Judge(Report) switch
        {
            Verdict.Useless => "bad",
            Verdict.Unproven => "warn",
            _ => "good",
        };

    private string Range =>
        $"left: {Percent(Report.AccuracyInterval.Low)}; width: {Percent(Report.AccuracyInterval.High - Report.AccuracyInterval.Low)}";

    private string IntervalText =>
        $"{Say.Percent(Report.AccuracyTop1)} right, between {Say.Percent(Report.AccuracyInterval.Low)} and {Say.Percent(Report.AccuracyInterval.High)}; "
        + $"always saying {Report.CommonestClass.Label} gives {Say.Percent(Report.CommonestClass.Accuracy)}.";

    /// <inheritdoc/>
    protected override void OnParametersSet() =>
        mistakes = [.. Report.Predictions.Where(p => p.PredictedLabel != p.TrueLabel).OrderByDescending(p => p.Confidence)];

    private async Task OpenCellAsync((string Truth, string Said) cell) =>
        await Dialogs.OpenSideAsync<CellPictures>(
            cell.Truth == cell.Said ? $"“{cell.Truth}”, recognised" : $"“{cell.Truth}” taken for “{cell.Said}”",
            new Dictionary<string, object?>
            {
                [nameof(CellPictures.Dataset)] = Run.Summary.Dataset,
                [nameof(CellPictures.Predictions)] = Report
                    .Predictions.Where(p => p.TrueLabel == cell.Truth && p.PredictedLabel == cell.Said)
                    .OrderByDescending(p => p.Confidence)
                    .ToArray(),
            },
            new SideDialogOptions { Width = "min(540px, 100vw)", CloseDialogOnOverlayClick = true }
        );

    private void MoveTab(KeyboardEventArgs key)
    {
        int now = Array.FindIndex(Tabs, t => t.Key == tab);
        int step = key.Key switch
        {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            _ => 0,
        };
        tab = Tabs[(now + step + Tabs.Length) % Tabs.Length].Key;
    }

    private static string At(double share) => $"left: {Percent(share)}";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:F2}%");
}
