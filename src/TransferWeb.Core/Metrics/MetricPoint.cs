using System.Text.Json.Serialization;

namespace TransferWeb.Core.Metrics;

/// <summary>Which pictures a number is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Split>))]
public enum Split
{
    /// <summary>Learnt from.</summary>
    Train,

    /// <summary>Used to choose the best epoch, never learnt from.</summary>
    Validation,

    /// <summary>Looked at once, at the end.</summary>
    Test,
}

/// <summary>The names of the numbers that are recorded.</summary>
public static class MetricNames
{
    /// <summary>Mean cross-entropy in nats.</summary>
    public const string Loss = "loss";

    /// <summary>Share of pictures whose likeliest class is right, 0 to 1.</summary>
    public const string AccuracyTop1 = "accuracy_top1";

    /// <summary>Mean over classes of the F1 score, 0 to 1.</summary>
    public const string F1Macro = "f1_macro";

    /// <summary>The rate of the first parameter group.</summary>
    public const string LearningRate = "learning_rate";

    /// <summary>Training pictures a second.</summary>
    public const string ImagesPerSecond = "images_per_second";
}

/// <summary>One recorded number. Steps and epochs count from 1; a point inside an epoch carries the epoch it is in.</summary>
public sealed record MetricPoint(string Name, Split Split, long Step, int Epoch, double Value);
