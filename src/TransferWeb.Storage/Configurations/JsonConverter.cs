using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using TransferWeb.Core;

namespace TransferWeb.Storage.Configurations;

/// <summary>Keeps an immutable document in a text column, in the JSON of every file.</summary>
internal sealed class JsonConverter<T>()
    : ValueConverter<T, string>(
        document => JsonSerializer.Serialize(document, TransferWebJson.Line),
        text => JsonSerializer.Deserialize<T>(text, TransferWebJson.Line)!
    )
    where T : class;
