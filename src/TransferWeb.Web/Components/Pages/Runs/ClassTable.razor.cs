using System.Globalization;
using Microsoft.AspNetCore.Components;
using TransferWeb.Core.Models;

namespace TransferWeb.Web.Components.Pages.Runs;

/// <summary>Precision, recall and F1 of each class.</summary>
public sealed partial class ClassTable
{
    /// <summary>The report.</summary>
    [Parameter, EditorRequired]
    public required EvaluationReport Report { get; set; }

    private static string Width(double share) => string.Create(CultureInfo.InvariantCulture, $"width: {share * 100:F1}%");
}
