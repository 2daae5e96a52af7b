using TransferWeb.Core.Metrics;

namespace TransferWeb.Core.Models;

/// <summary><c>evaluation.json</c>: how the best checkpoint does on pictures it never learnt from.</summary>
public sealed record EvaluationReport
{
    /// <summary>Which pictures were measured on.</summary>
    public required Split Split { get; init; }

    /// <summary>The classes, in the order of the outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Number of pictures measured on.</summary>
    public required int Images { get; init; }

    /// <summary>Share right, 0 to 1.</summary>
    public required double AccuracyTop1 { get; init; }

    /// <summary>Ends of the 95 % Wilson score interval of the accuracy (Wilson, 1927).</summary>
    public required Interval AccuracyInterval { get; init; }

    /// <summary>Mean of the classes' F1, 0 to 1.</summary>
    public required double F1Macro { get; init; }

    /// <summary>Mean cross-entropy in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>The commonest class among the training pictures, and the accuracy of always saying it.</summary>
    public required Baseline CommonestClass { get; init; }

    /// <summary>One row a class.</summary>
    public required IReadOnlyList<ClassReport> PerClass { get; init; }

    /// <summary><c>ConfusionMatrix[true][predicted]</c> counts pictures.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix { get; init; }

    /// <summary>One row a picture.</summary>
    public required IReadOnlyList<PicturePrediction> Predictions { get; init; }
}

/// <summary>Ends of an interval, both 0 to 1.</summary>
public sealed record Interval(double Low, double High);

/// <summary>What a model must beat.</summary>
public sealed record Baseline(string Label, double Accuracy);

/// <summary>Precision, recall and F1 of one class (0 to 1; 0 where undefined), and how many pictures truly are of it.</summary>
public sealed record ClassReport(string Label, double Precision, double Recall, double F1, int Support);

/// <summary>What the model said of one picture. The path is relative to the data folder; probabilities in the order of the classes.</summary>
public sealed record PicturePrediction(
    string Path,
    string TrueLabel,
    string PredictedLabel,
    double Confidence,
    IReadOnlyList<double> Probabilities
);
