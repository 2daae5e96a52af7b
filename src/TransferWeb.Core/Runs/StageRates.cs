using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransferWeb.Core.Runs;

/// <summary>The rate of one stage as a share of the head's, above 0 and at most 1.</summary>
public sealed record StageRate(string Stage, double Share);

/// <summary>Rates of single stages, from the input on; in documents an object such as <c>{"layer3": 0.2, "layer4": 1}</c>. Equal where they say the same.</summary>
[JsonConverter(typeof(Converter))]
public sealed record StageRates(params IReadOnlyList<StageRate> Rates)
{
    /// <summary>The share of the stage of that name, or null where none is given.</summary>
    public double? Of(string stage) => Rates.FirstOrDefault(rate => rate.Stage == stage)?.Share;

    /// <inheritdoc/>
    public bool Equals(StageRates? other) => other is not null && Rates.SequenceEqual(other.Rates);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary><c>layer3 0.2, layer4 1</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Rates.Select(rate => string.Create(CultureInfo.InvariantCulture, $"{rate.Stage} {rate.Share:0.###}")));

    private sealed class Converter : JsonConverter<StageRates>
    {
        public override StageRates Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new([
                .. (JsonSerializer.Deserialize<OrderedDictionary<string, double>>(ref reader, options) ?? []).Select(
                    pair => new StageRate(pair.Key, pair.Value)
                ),
            ]);

        public override void Write(Utf8JsonWriter writer, StageRates value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (StageRate rate in value.Rates)
            {
                writer.WriteNumber(rate.Stage, rate.Share);
            }

            writer.WriteEndObject();
        }
    }
}
