using System.Globalization;
using System.Text;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;

namespace TransferWeb.Training.ModelCards;

/// <summary>What a card is written from.</summary>
/// <param name="Spec">The run, every setting filled in.</param>
/// <param name="Backbone">The network it started from.</param>
/// <param name="WeightsSha256">SHA-256 of the pretrained weights; null from scratch.</param>
/// <param name="Data">The pictures, split.</param>
/// <param name="Report">How it did.</param>
/// <param name="ValidationAccuracy">On the pictures the best epoch was chosen by, 0 to 1.</param>
/// <param name="BestEpoch">The epoch that was kept.</param>
/// <param name="DurationSeconds">How long the run took.</param>
/// <param name="CreatedAt">When it ended.</param>
/// <param name="StopReason">Why training ended before its last epoch; null where it did not.</param>
public sealed record CardFacts(
    RunSpec Spec,
    BackboneManifest Backbone,
    string? WeightsSha256,
    TrainingData Data,
    EvaluationReport Report,
    double ValidationAccuracy,
    int BestEpoch,
    double DurationSeconds,
    DateTimeOffset CreatedAt,
    string? StopReason = null
);

/// <summary>Writes a model's card in Markdown: what it is, how far to trust it, and how to make it again. It flatters nothing.</summary>
public static class ModelCardWriter
{
    /// <summary>The card.</summary>
    public static string Write(CardFacts facts)
    {
        StringBuilder card = new();
        AddTitle(card, facts);
        AddResult(card, facts);
        AddClasses(card, facts);
        AddPictures(card, facts);
        AddSettings(card, facts);
        AddReproduction(card, facts);
        AddLicence(card, facts);
        return card.ToString();
    }

    private static void AddTitle(StringBuilder card, CardFacts facts)
    {
        string start =
            facts.Spec.Start == WeightStart.Scratch
                ? "trained from random weights"
                : $"pretrained on {facts.Backbone.PretrainedOn}, {CardSettings.Describe(facts.Spec.Freezing, facts.Backbone)}";
        Line(card, $"# {Escape(facts.Spec.Name)}");
        Line(card, $"");
        Line(
            card,
            $"Tells {facts.Data.Classes.Count} kinds of pictures apart: {string.Join(", ", facts.Data.Classes.Select(Escape))}."
        );
        Line(
            card,
            $"{facts.Backbone.DisplayName}, {start}. Made {facts.CreatedAt:yyyy-MM-dd HH:mm} UTC in {Duration(facts.DurationSeconds)}."
        );
        Line(card, $"");
    }

    private static void AddResult(StringBuilder card, CardFacts facts)
    {
        EvaluationReport report = facts.Report;
        Line(card, $"## How far to trust it");
        Line(card, $"");
        Line(
            card,
            $"**{Percent(report.AccuracyTop1)} right** on {report.Images} pictures it never learnt from ({SplitName(report.Split)}; with this few pictures the true share is {Percent(report.AccuracyInterval.Low)} to {Percent(report.AccuracyInterval.High)}, 95 % Wilson interval)."
        );
        Line(
            card,
            $"Always saying \"{Escape(report.CommonestClass.Label)}\", the commonest class, would be right for {Percent(report.CommonestClass.Accuracy)}."
        );
        if (report.AccuracyTop1 <= report.CommonestClass.Accuracy)
        {
            Line(card, $"");
            Line(card, $"**This model is not better than always saying the commonest class. Do not use it.**");
        }
        else if (report.AccuracyInterval.Low <= report.CommonestClass.Accuracy)
        {
            Line(card, $"");
            Line(card, $"**With so few pictures to check on, it is not certain that this model is better than that.**");
        }

        if (report.Split == Split.Validation)
        {
            Line(card, $"");
            Line(
                card,
                $"The best of {facts.Spec.Training.Epochs} epochs was chosen on these same pictures, so the number is a little too good. Keep a test split to have one that is not."
            );
        }

        Line(card, $"");
        Line(
            card,
            $"Mean F1 over the classes: {report.F1Macro.ToString("0.000", CultureInfo.InvariantCulture)}. Cross-entropy: {report.Loss.ToString("0.000", CultureInfo.InvariantCulture)} nats."
        );
        Line(card, $"");
    }

    private static void AddClasses(StringBuilder card, CardFacts facts)
    {
        Line(card, $"| class | found (recall) | right when said (precision) | F1 | pictures checked |");
        Line(card, $"|---|---|---|---|---|");
        foreach (ClassReport row in facts.Report.PerClass)
        {
            string recall = row.Support == 0 ? "unknown" : Percent(row.Recall);
            Line(
                card,
                $"| {Escape(row.Label)} | {recall} | {Percent(row.Precision)} | {row.F1.ToString("0.000", CultureInfo.InvariantCulture)} | {row.Support} |"
            );
        }

        Line(card, $"");
        Line(
            card,
            $"It knows these classes and no others: a picture of anything else is also given one of these names, sometimes with confidence."
        );
        Line(card, $"");
    }

    private static void AddPictures(StringBuilder card, CardFacts facts)
    {
        Line(card, $"## What it learnt from");
        Line(card, $"");
        Line(card, $"| class | learnt from | chosen by (validation) | kept for the end (test) |");
        Line(card, $"|---|---|---|---|");
        foreach (string label in facts.Data.Classes)
        {
            int Count(Split split) => facts.Data.Samples.Count(s => s.Label == label && s.Split == split);
            Line(card, $"| {Escape(label)} | {Count(Split.Train)} | {Count(Split.Validation)} | {Count(Split.Test)} |");
        }

        Line(card, $"");
    }

    private static void AddSettings(StringBuilder card, CardFacts facts)
    {
        Line(card, $"## Settings");
        Line(card, $"");
        if (facts.Spec.Reasoning is { } reasoning)
        {
            Line(card, $"{Escape(reasoning)}");
            Line(card, $"");
        }

        foreach (string line in CardSettings.Lines(facts))
        {
            Line(card, $"- {line}");
        }

        Line(card, $"");
    }

    private static void AddReproduction(StringBuilder card, CardFacts facts)
    {
        Line(card, $"## Making it again");
        Line(card, $"");
        Line(card, $"```");
        Line(card, $"transferweb train {RunFiles.Spec}");
        Line(card, $"```");
        Line(card, $"");
        Line(
            card,
            $"with the files beside this card: `{RunFiles.Spec}` holds every setting, `{RunFiles.Split}` says which pictures were learnt from. `{RunFiles.Weights}` has torchvision's tensor names and opens in PyTorch; `{RunFiles.Manifest}` holds classes and input scaling."
        );
        if (facts.WeightsSha256 is not null)
        {
            Line(card, $"Pretrained weights: SHA-256 `{facts.WeightsSha256}`.");
        }

        Line(card, $"");
    }

    private static void AddLicence(StringBuilder card, CardFacts facts)
    {
        Line(card, $"## Licence");
        Line(card, $"");
        Line(
            card,
            facts.Spec.Start == WeightStart.Scratch
                ? (FormattableString)$"All weights were learnt from the pictures above; whoever owns those decides."
                : $"The pretrained weights' licence: {facts.Backbone.WeightsLicence}. A weight file that was given by hand may have another. The pictures' own licence applies besides."
        );
        Line(card, $"The architecture: {facts.Backbone.Paper}");
    }

    private static string SplitName(Split split) => split == Split.Test ? "the test split" : "the validation split";

    private static string Percent(double share) => CardNumbers.Percent(share);

    private static string Duration(double seconds) =>
        seconds < 90
            ? seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
            : (seconds / 60).ToString("0.0", CultureInfo.InvariantCulture) + " min";

    /// <summary>Names come from people and folders: nothing in them may become Markdown or break a table.</summary>
    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            _ =
                char.IsControl(c) ? escaped.Append(' ')
                : "\\`*_{}[]<>()#+-.!|~&".Contains(c) ? escaped.Append('\\').Append(c)
                : escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static void Line(StringBuilder card, FormattableString text) =>
        card.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
