using System.Text.Json;
using TransferWeb.Tests;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Vision.Tests.Weights;

/// <summary>Every kind of number and layout, against the values PyTorch itself had.</summary>
public sealed class WeightGoldenTests
{
    public sealed record Golden(long[] Shape, string Type, double[] Values);

    [Theory]
    [InlineData("zip.pth", WeightContainer.Zip)]
    [InlineData("legacy.pth", WeightContainer.LegacyPickle)]
    public void Open_EveryKindOfNumberAndLayout_HasPyTorchsValues(string name, WeightContainer container)
    {
        Dictionary<string, Golden> goldens = JsonSerializer.Deserialize<Dictionary<string, Golden>>(
            File.ReadAllText(TestData.Fixture("golden", "weights", "values.json")),
            JsonSerializerOptions.Web
        )!;

        using WeightFile file = WeightFile.Open(TestData.Fixture("golden", "weights", name));

        Assert.Equal(container, file.Container);
        Assert.Equal(goldens.Keys, file.Tensors.Keys);
        foreach ((string key, Golden golden) in goldens)
        {
            WeightTensor tensor = file.Tensors[key];
            Assert.Equal(golden.Shape, tensor.Shape);
            Assert.Equal(golden.Type, tensor.Type.ToString(), ignoreCase: true);
            Assert.Equal(golden.Values.Select(value => (float)value), tensor.ToSingles());
        }
    }

    [Fact]
    public void Write_ThenOpen_GivesTheSameTensorsAndMetadata()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("copy.safetensors");
        using WeightFile original = WeightFile.Open(TestData.Fixture("golden", "weights", "zip.pth"));
        TensorToWrite[] tensors =
        [
            .. original.Tensors.Values.Select(t => new TensorToWrite(t.Name, t.Type, t.Shape, t.ToBytes())),
        ];

        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["format"] = "pt", ["seed"] = "7" });

        using WeightFile copy = WeightFile.Open(path);
        Assert.Equal(WeightContainer.Safetensors, copy.Container);
        Assert.Equal("7", copy.Metadata["seed"]);
        Assert.Equal(original.Tensors.Keys.Order(StringComparer.Ordinal), copy.Tensors.Keys);
        Assert.All(
            original.Tensors.Values,
            tensor =>
            {
                Assert.Equal(tensor.Shape, copy.Tensors[tensor.Name].Shape);
                Assert.Equal(tensor.Type, copy.Tensors[tensor.Name].Type);
                Assert.Equal(tensor.ToBytes(), copy.Tensors[tensor.Name].ToBytes());
            }
        );
    }

    [Fact]
    public void Write_InAnyOrder_GivesTheSameBytes()
    {
        using TemporaryFolder folder = new();
        TensorToWrite a = new("a", WeightType.UInt8, [3], new byte[] { 1, 2, 3 });
        TensorToWrite b = new("b", WeightType.Int16, [2, 1], new byte[] { 4, 5, 6, 7 });

        SafetensorsWriter.Write(folder.Combine("1"), [a, b]);
        SafetensorsWriter.Write(folder.Combine("2"), [b, a]);

        Assert.Equal(File.ReadAllBytes(folder.Combine("1")), File.ReadAllBytes(folder.Combine("2")));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Write_WrongLength_LeavesTheOldFile()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("old.safetensors");
        File.WriteAllText(path, "old");

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [new("a", WeightType.Float32, [2], new byte[7])]));

        Assert.Equal("old", File.ReadAllText(path));
    }
}
