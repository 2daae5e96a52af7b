using System.Text.Json.Serialization;

namespace TransferWeb.Core.Datasets;

/// <summary>The document <c>{"train": […], "val": […], "test": […]}</c>: paths relative to the picture folder; the folder a picture is in is its label.</summary>
public sealed record SplitFile
{
    /// <summary>Pictures learnt from.</summary>
    [JsonPropertyName("train")]
    public required IReadOnlyList<string> Train { get; init; }

    /// <summary>Pictures the best epoch is chosen on.</summary>
    [JsonPropertyName("val")]
    public required IReadOnlyList<string> Validation { get; init; }

    /// <summary>Pictures measured on at the end; null or empty where there are none.</summary>
    [JsonPropertyName("test")]
    public IReadOnlyList<string>? Test { get; init; }
}
