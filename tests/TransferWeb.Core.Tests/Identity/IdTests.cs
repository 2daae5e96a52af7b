using System.Text.Json;

namespace TransferWeb.Core.Tests.Identity;

public sealed class IdTests
{
    [Fact]
    public void Id_WrittenAsJson_IsItsText()
    {
        RunId id = RunId.New();

        string json = JsonSerializer.Serialize(id, TransferWebJson.Line);

        Assert.Equal($"\"{id}\"", json);
        Assert.Equal(id, JsonSerializer.Deserialize<RunId>(json, TransferWebJson.Line));
    }

    [Theory]
    [InlineData("\"not an id\"")]
    [InlineData("7")]
    [InlineData("{}")]
    public void Id_ReadFromOtherJson_Throws(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DatasetId>(json, TransferWebJson.Line));

    [Fact]
    public void Id_NullableAndAbsent_IsNull() => Assert.Null(JsonSerializer.Deserialize<ModelId?>("null", TransferWebJson.Line));
}
