using System.Text.Json.Serialization;

namespace TransferWeb.Core.Models;

/// <summary>What is known of a pretrained network without opening its weights. One JSON file each, in <c>Vision/manifests</c>.</summary>
public sealed record BackboneManifest
{
    /// <summary>The name everything refers to it by, as torchvision spells it: <c>resnet18</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name a person reads: <c>ResNet-18</c>.</summary>
    public required string DisplayName { get; init; }

    /// <summary>One plain sentence: what it is good for.</summary>
    public required string Summary { get; init; }

    /// <summary>Number of parameters with the original classifier.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-adds for one picture at <see cref="InputSize"/>, in millions.</summary>
    public required double MegaMacs { get; init; }

    /// <summary>Width of the feature vector before the classifier.</summary>
    public required int FeatureDimensions { get; init; }

    /// <summary>Side of the square input in pixels it was trained at.</summary>
    public required int InputSize { get; init; }

    /// <summary>Side the short edge is resized to before the centre crop, in pixels.</summary>
    public required int ResizeSize { get; init; }

    /// <summary><c>bilinear</c> or <c>bicubic</c>; always antialiased.</summary>
    public string Interpolation { get; init; } = "bilinear";

    /// <summary>Mean of R, G and B (0 to 1) that is subtracted.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>Standard deviation of R, G and B (0 to 1) that is divided by.</summary>
    public required IReadOnlyList<double> Std { get; init; }

    /// <summary>Stages from input to head, the units of freezing.</summary>
    public required IReadOnlyList<BackboneStage> Stages { get; init; }

    /// <summary>State-dict prefix of the last layer, which is replaced: <c>fc</c>, <c>classifier.1</c>.</summary>
    public required string ClassifierName { get; init; }

    /// <summary>What it was pretrained on, as words that follow "pretrained on": <c>ImageNet-1k</c>; null where it has no weights to start from.</summary>
    public string? PretrainedOn { get; init; }

    /// <summary>Top-1 accuracy on its source set as published, 0 to 1; null where none is.</summary>
    public double? PublishedTop1 { get; init; }

    /// <summary>Licence of the weights, SPDX where there is one; null where there are no weights.</summary>
    public string? WeightsLicence { get; init; }

    /// <summary>The backbone whose weight file this one reads, where it is not its own: <c>vgg16</c>.</summary>
    public string? WeightsOf { get; init; }

    /// <summary>State-dict prefixes of published files that this backbone does without.</summary>
    public IReadOnlyList<string> LeavesOut { get; init; } = [];

    /// <summary>Where a person gets the weight file, where it cannot be downloaded with a hash to check it by.</summary>
    public string? WeightsPage { get; init; }

    /// <summary>Where the architecture was described.</summary>
    public required string Paper { get; init; }

    /// <summary>Whether there is nothing to start from: it learns everything from one's own pictures.</summary>
    [JsonIgnore]
    public bool IsScratchOnly => PretrainedOn is null;
}

/// <summary>One stage: a display name, the state-dict prefixes it holds, and its number of parameters.</summary>
public sealed record BackboneStage(string Name, IReadOnlyList<string> Prefixes, long Parameters);
