using System.Globalization;
using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Guidance;
using TransferWeb.Core.Portal;
using TransferWeb.Web.Live;

namespace TransferWeb.Web.Components.Controls;

/// <summary>A data set's classes with examples, the doctor's findings, and the split.</summary>
public sealed partial class DatasetOverview
{
    private IReadOnlyList<Finding> findings = [];
    private Finding? opened;
    private int train;
    private int validation;
    private int test;

    /// <summary>The data set.</summary>
    [Parameter, EditorRequired]
    public required DatasetDetails Dataset { get; set; }

    [Inject]
    private UploadRemarks Remarks { get; set; } = default!;

    private double LargestShare => Dataset.Classes.Max(Share);

    private string SplitText =>
        $"{train} pictures are learnt from, {validation} are checked on{(test > 0 ? $", {test} are kept for the end" : "")}.";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        findings = DatasetAdvice.Findings(Dataset);
        opened = findings.FirstOrDefault(f => f.Chip == opened?.Chip);
        train = Dataset.Classes.Sum(c => c.Train);
        validation = Dataset.Classes.Sum(c => c.Validation);
        test = Dataset.Classes.Sum(c => c.Test);
    }

    private void Toggle(Finding finding) => opened = opened == finding ? null : finding;

    private double Share(ClassSummary row) => Dataset.Pictures == 0 ? 0 : (double)row.Total / Dataset.Pictures;

    private static string Width(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"width: {Math.Clamp(share, 0, 1) * 100:F1}%");

    private static string Flex(int count) => string.Create(CultureInfo.InvariantCulture, $"flex: {count}");

    private static string Kind(Finding finding) =>
        finding.Level switch
        {
            FindingLevel.Warning => "warn",
            FindingLevel.Good => "",
            _ => "accent",
        };

    private static string IconFor(Finding finding) => finding.Level == FindingLevel.Warning ? "triangle-alert" : "info";
}
