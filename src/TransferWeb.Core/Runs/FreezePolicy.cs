using System.Globalization;
using System.Text.Json.Serialization;

namespace TransferWeb.Core.Runs;

/// <summary>Which parameters of a pretrained network are trained. Everything else stays frozen, its norm layers in evaluation mode.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(HeadOnlyPolicy), "HeadOnly")]
[JsonDerivedType(typeof(LastStagesPolicy), "LastStages")]
[JsonDerivedType(typeof(FullPolicy), "Full")]
public abstract record FreezePolicy
{
    /// <summary>Only the new head; the backbone's features are computed once and kept.</summary>
    public static FreezePolicy HeadOnly { get; } = new HeadOnlyPolicy();

    /// <summary>Every parameter.</summary>
    public static FreezePolicy Full { get; } = new FullPolicy();

    /// <summary>The head and the last <paramref name="stages"/> stages of the backbone (at least 1).</summary>
    public static FreezePolicy LastStages(int stages) => new LastStagesPolicy(stages);
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

/// <inheritdoc cref="FreezePolicy.Full"/>
public sealed record FullPolicy : FreezePolicy
{
    /// <inheritdoc/>
    public override string ToString() => "Full";
}
