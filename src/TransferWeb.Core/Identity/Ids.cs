using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransferWeb.Core;

/// <summary>Identifies a data set.</summary>
[JsonConverter(typeof(DatasetIdJsonConverter))]
public readonly record struct DatasetId(Guid Value)
{
    /// <summary>A new id; later ids sort after earlier ones.</summary>
    public static DatasetId New() => new(Guid.CreateVersion7());

    /// <summary>The id written by <see cref="ToString"/>, or null where the text is anything else.</summary>
    public static DatasetId? Parse(string? text) => IdText.Parse(text) is { } value ? new DatasetId(value) : null;

    /// <summary>32 hexadecimal digits, fit for an address or a folder's name.</summary>
    public override string ToString() => IdText.Format(Value);
}

/// <summary>Identifies a run.</summary>
[JsonConverter(typeof(RunIdJsonConverter))]
public readonly record struct RunId(Guid Value)
{
    /// <inheritdoc cref="DatasetId.New"/>
    public static RunId New() => new(Guid.CreateVersion7());

    /// <inheritdoc cref="DatasetId.Parse"/>
    public static RunId? Parse(string? text) => IdText.Parse(text) is { } value ? new RunId(value) : null;

    /// <inheritdoc cref="DatasetId.ToString"/>
    public override string ToString() => IdText.Format(Value);
}

/// <summary>Identifies a published model.</summary>
[JsonConverter(typeof(ModelIdJsonConverter))]
public readonly record struct ModelId(Guid Value)
{
    /// <inheritdoc cref="DatasetId.New"/>
    public static ModelId New() => new(Guid.CreateVersion7());

    /// <inheritdoc cref="DatasetId.Parse"/>
    public static ModelId? Parse(string? text) => IdText.Parse(text) is { } value ? new ModelId(value) : null;

    /// <inheritdoc cref="DatasetId.ToString"/>
    public override string ToString() => IdText.Format(Value);
}

/// <summary>The one written form of every id.</summary>
internal static class IdText
{
    public static string Format(Guid value) => value.ToString("N", CultureInfo.InvariantCulture);

    public static Guid? Parse(string? text) => Guid.TryParseExact(text, "N", out Guid value) ? value : null;
}

/// <summary>Writes an id as its text.</summary>
internal abstract class IdJsonConverter<TId>(Func<string?, TId?> parse) : JsonConverter<TId>
    where TId : struct
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && parse(reader.GetString()) is { } id
            ? id
            : throw new JsonException("An id is a text of 32 hexadecimal digits.");

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <inheritdoc/>
internal sealed class DatasetIdJsonConverter() : IdJsonConverter<DatasetId>(DatasetId.Parse);

/// <inheritdoc/>
internal sealed class RunIdJsonConverter() : IdJsonConverter<RunId>(RunId.Parse);

/// <inheritdoc/>
internal sealed class ModelIdJsonConverter() : IdJsonConverter<ModelId>(ModelId.Parse);
