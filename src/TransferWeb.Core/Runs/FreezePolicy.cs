using System.Globalization;
using System.Text.Json.Serialization;

namespace TransferWeb.Core.Runs;

/// <summary>Which parameters of a pretrained network are trained, and when. Everything else stays frozen, its norm layers in evaluation mode.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(HeadOnlyPolicy), "HeadOnly")]
[JsonDerivedType(typeof(LastStagesPolicy), "LastStages")]
[JsonDerivedType(typeof(GradualPolicy), "Gradual")]
[JsonDerivedType(typeof(FullPolicy), "Full")]
[JsonDerivedType(typeof(HeadThenFullPolicy), "HeadThenFull")]
[JsonDerivedType(typeof(CustomPolicy), "Custom")]
[JsonDerivedType(typeof(AutoPolicy), "Auto")]
public abstract record FreezePolicy
{
    /// <summary>Only the new head; the backbone's features are computed once and kept.</summary>
    public static FreezePolicy HeadOnly { get; } = new HeadOnlyPolicy();

    /// <summary>Every parameter from the first step on, the head from random weights: plain fine-tuning.</summary>
    public static FreezePolicy Full { get; } = new FullPolicy();

    /// <summary>
    /// First the head on frozen features, then every parameter from there: "LP-FT" (Kumar et al., "Fine-Tuning can Distort Pretrained Features and Underperform
    /// Out-of-Distribution", 2022).
    /// </summary>
    public static FreezePolicy HeadThenFull { get; } = new HeadThenFullPolicy();

    /// <summary>
    /// First the head on frozen features, then stage after stage from the head down (Howard and Ruder, "Universal Language Model Fine-tuning", 2018), spread
    /// over the first half of the run.
    /// </summary>
    public static FreezePolicy Gradual { get; } = new GradualPolicy();

    /// <summary>The program measures on the user's own pictures and chooses.</summary>
    public static FreezePolicy Auto { get; } = new AutoPolicy();

    /// <summary>Whether training begins with a head that was already trained on the frozen backbone's features.</summary>
    [JsonIgnore]
    public bool StartsFromTrainedHead => this is not FullPolicy;

    /// <summary>The head, then with it the last <paramref name="stages"/> stages of the backbone (at least 1).</summary>
    public static FreezePolicy LastStages(int stages) => new LastStagesPolicy(stages);

    /// <summary>The head, then with it the stages of these names.</summary>
    public static FreezePolicy Custom(params IReadOnlyList<string> stages) => new CustomPolicy(stages);
}

/// <inheritdoc cref="FreezePolicy.HeadOnly"/>
public sealed record HeadOnlyPolicy : FreezePolicy
{
    /// <inheritdoc/>
    public override string ToString() => "HeadOnly";
}

/// <inheritdoc cref="FreezePolicy.LastStages(int)"/>
public sealed record LastStagesPolicy(int Stages) : FreezePolicy
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"LastStages({Stages})");
}

/// <inheritdoc cref="FreezePolicy.Gradual"/>
/// <param name="EpochsPerStage">Epochs from one stage to the next, 1 or more; null spreads the stages over the first half of the run.</param>
public sealed record GradualPolicy(int? EpochsPerStage = null) : FreezePolicy
{
    /// <inheritdoc/>
    public override string ToString() => "Gradual";
}

/// <inheritdoc cref="FreezePolicy.Full"/>
public sealed record FullPolicy : FreezePolicy
{
    /// <inheritdoc/>
    public override string ToString() => "Full";
}

/// <inheritdoc cref="FreezePolicy.HeadThenFull"/>
public sealed record HeadThenFullPolicy : FreezePolicy
{
    /// <inheritdoc/>
    public override string ToString() => "HeadThenFull";
}

/// <inheritdoc cref="FreezePolicy.Custom"/>
/// <param name="Stages">Names as in the backbone's manifest, such as <c>layer4</c>.</param>
public sealed record CustomPolicy(IReadOnlyList<string> Stages) : FreezePolicy
{
    /// <inheritdoc/>
    public bool Equals(CustomPolicy? other) => other is not null && Stages.SequenceEqual(other.Stages, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"Custom({string.Join(", ", Stages)})";
}

/// <inheritdoc cref="FreezePolicy.Auto"/>
public sealed record AutoPolicy : FreezePolicy
{
    /// <inheritdoc/>
    public override string ToString() => "Auto";
}
