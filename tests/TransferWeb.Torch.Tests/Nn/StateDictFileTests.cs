using TorchSharp;
using TorchSharp.Modules;
using TransferWeb.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Torch.Tests.Nn;

public sealed class StateDictFileTests
{
    /// <summary>A Linear(2, 1) with weight (1, −2) and bias 0.5, byte for byte as TorchSharp writes it.</summary>
    private static readonly byte[] KnownFile =
    [
        2,
        .. Named("weight"),
        6,
        2,
        1,
        2,
        0x00,
        0x00,
        0x80,
        0x3F,
        0x00,
        0x00,
        0x00,
        0xC0,
        .. Named("bias"),
        6,
        1,
        1,
        0x00,
        0x00,
        0x00,
        0x3F,
    ];

    [Fact]
    public void Load_KnownBytes_GivesTheValues()
    {
        using Linear layer = Linear(2, 1);
        var loaded = new Dictionary<string, bool>();
        layer.load(new MemoryStream(KnownFile), loadedParameters: loaded);
        using Tensor weight = layer.weight.detach();
        Assert.Equal([1f, -2f], weight.data<float>().ToArray());
        Assert.Equal(new Dictionary<string, bool> { ["weight"] = true, ["bias"] = true }, loaded);
    }

    [Fact]
    public void Save_KnownValues_GivesTheBytes()
    {
        using Linear layer = Linear(2, 1);
        layer.load(new MemoryStream(KnownFile));
        using var written = new MemoryStream();
        layer.save(written);
        Assert.Equal(KnownFile, written.ToArray());
    }

    [Fact]
    public void SaveAndLoad_NetworkWithBuffersAndChannelsLast_KeepsEverything()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using Sequential first = Network();
        first.call(randn(4, 3, 6, 6));
        using (no_grad())
        {
            Tensor channelsLast = first.get_parameter("0.weight")!.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
            ((Conv2d)first[0]).weight = new Parameter(channelsLast.detach().clone());
        }

        first.save(folder.Combine("network.dat"));
        using Sequential second = Network();
        second.load(folder.Combine("network.dat"));
        Dictionary<string, Tensor> expected = first.state_dict();
        Assert.Equal(expected.Keys, second.state_dict().Keys);
        Assert.All(second.state_dict(), entry => Assert.True(entry.Value.detach().allclose(expected[entry.Key].detach())));
        Assert.Equal(1, second.state_dict()["1.num_batches_tracked"].ToInt64());
    }

    [Fact]
    public void Load_NotStrict_SkipsWhatIsUnknownOrSkipped()
    {
        using Sequential network = Sequential(("weight", Identity()));
        network.register_parameter("bias", new Parameter(zeros(1)));
        var loaded = new Dictionary<string, bool>();
        network.load(new MemoryStream(KnownFile), strict: false, loadedParameters: loaded);
        Assert.Equal(0.5f, network.get_parameter("bias")!.item<float>());
        Assert.False(loaded["weight"]);
        using Linear layer = Linear(2, 1);
        init.zeros_(layer.bias!);
        layer.load(new MemoryStream(KnownFile), skip: ["bias"]);
        Assert.Equal(0f, layer.bias!.item<float>());
    }

    [Fact]
    public void Load_Strict_RefusesOtherNamesShapesAndDtypes()
    {
        Assert.Throws<ArgumentException>(() => Load(Linear(2, 1, hasBias: false)));
        Assert.Throws<ArgumentException>(() => Load(Linear(3, 1)));
        Assert.Throws<ArgumentException>(() => Load(Linear(2, 1, dtype: ScalarType.Float64)));
    }

    [Theory]
    [InlineData(0, 0x80)]
    [InlineData(8, 100)]
    [InlineData(9, 127)]
    [InlineData(10, 127)]
    public void Load_DamagedByte_SaysSoAndEnds(int position, byte value)
    {
        byte[] damaged = [.. KnownFile];
        damaged[position] = value;
        Exception refused = Assert.ThrowsAny<Exception>(() => Load(Linear(2, 1), damaged));
        Assert.True(refused is InvalidDataException or ArgumentException, refused.ToString());
    }

    [Fact]
    public void Load_EveryShorterFile_Throws()
    {
        for (int length = 0; length < KnownFile.Length; length++)
        {
            Exception refused = Assert.ThrowsAny<Exception>(() => Load(Linear(2, 1), KnownFile[..length]));
            Assert.True(refused is EndOfStreamException or InvalidDataException, $"{length} bytes: {refused}");
        }
    }

    [Fact]
    public void Load_SkippedTensorOfImpossibleSize_SaysSo()
    {
        byte[] huge = [.. Enumerable.Repeat((byte)0xFF, 8), 0x7F];
        byte[] file = [1, .. Named("other"), 6, 2, .. huge, .. huge];
        using Linear layer = Linear(2, 1);
        Exception refused = Assert.Throws<InvalidDataException>(() => layer.load(new MemoryStream(file), strict: false));
        Assert.Contains("other", refused.Message, StringComparison.Ordinal);
    }

    private static Sequential Network() => Sequential(Conv2d(3, 4, 3), BatchNorm2d(4), Flatten(), Linear(64, 2));

    private static void Load(Linear layer, byte[]? bytes = null)
    {
        using (layer)
        {
            layer.load(new MemoryStream(bytes ?? KnownFile));
        }
    }

    private static byte[] Named(string name) => [(byte)name.Length, .. System.Text.Encoding.UTF8.GetBytes(name)];
}
