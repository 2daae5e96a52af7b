using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransferWeb.Core.Runs;

/// <summary>How much training pictures are varied; each includes what comes before it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AugmentationKind>))]
public enum AugmentationKind
{
    /// <summary>Resize and centre crop only.</summary>
    None,

    /// <summary>Random resized crop and horizontal flip.</summary>
    Light,

    /// <summary>Also a little rotation, and brightness, contrast, saturation and hue.</summary>
    Medium,

    /// <summary>Also two random operations a picture as in RandAugment (Cubuk et al., 2020), and now and then a box erased (Zhong et al., 2020).</summary>
    Strong,
}

/// <summary>Reads a kind by its name, and by the name that <see cref="AugmentationKind.Light"/> had in the first documents.</summary>
internal sealed class AugmentationKindConverter : JsonConverter<AugmentationKind>
{
    private const string FormerLight = "CropAndFlip";

    /// <inheritdoc/>
    public override AugmentationKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return string.Equals(name, FormerLight, StringComparison.OrdinalIgnoreCase) ? AugmentationKind.Light
            : Enum.TryParse(name, ignoreCase: true, out AugmentationKind kind) && Enum.IsDefined(kind) ? kind
            : throw new JsonException(
                $"'{name}' is no variation of pictures. Use {string.Join(", ", Enum.GetNames<AugmentationKind>())}."
            );
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, AugmentationKind value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
