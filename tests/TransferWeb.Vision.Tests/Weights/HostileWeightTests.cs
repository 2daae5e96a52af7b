using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using TransferWeb.Tests;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Vision.Tests.Weights;

/// <summary>Files made to do harm: refused with a sentence, nothing run, nothing big allocated.</summary>
public sealed class HostileWeightTests
{
    public static TheoryData<string, string> CommandPickles() =>
        new()
        {
            { "cos\nsystem\n(S'touch PATH'\ntR.", "os.system" },
            { "\u0080\u0002cposix\nsystem\nX\u0000\u0000\u0000\u0000\u0085R.", "posix.system" },
            { "\u0080\u0004\u008C\u0008builtins\u008C\u0004eval\u0093\u008C\u0001x\u0085R.", "builtins.eval" },
            { "\u0080\u0002(S'touch PATH'\nios\nsystem\n.", "os.system" },
            { "\u0080\u0002ctorch.storage\n_load_from_bytes\nC\u0000\u0085R.", "torch.storage._load_from_bytes" },
            { "\u0080\u0002ctorchvision.models.resnet\nResNet\n)\u0081.", "torchvision.models.resnet.ResNet" },
        };

    [Theory]
    [MemberData(nameof(CommandPickles))]
    public void Open_PickleThatTriesToRunCode_IsRefusedByNameAndHasNotRun(string pickle, string global)
    {
        using TemporaryFolder folder = new();
        string proof = folder.Combine("proof");
        byte[] bytes = Encoding.Latin1.GetBytes(pickle.Replace("PATH", proof, StringComparison.Ordinal));
        string bare = folder.Combine("bare.pth");
        File.WriteAllBytes(bare, bytes);

        foreach (string path in new[] { bare, InZip(folder, bytes), InLegacy(folder, bytes) })
        {
            WeightsException exception = Assert.Throws<WeightsException>(() => WeightFile.Open(path));

            Assert.Equal(WeightsFault.UnsafePickle, exception.Fault);
            Assert.Contains($"it asks to run {global},", exception.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(proof));
        }
    }

    [Fact]
    public void Open_TensorLargerThanItsStorage_IsRefused()
    {
        using TemporaryFolder folder = new();
        byte[] bytes = File.ReadAllBytes(TestData.Fixture("golden", "weights", "legacy.pth"));

        // The shape (2, 3, 4) of the first tensor becomes (255, 3, 4).
        int at = bytes.AsSpan().IndexOf("K\u0002K\u0003K\u0004"u8);
        bytes[at + 1] = 255;
        string path = folder.Combine("big.pth");
        File.WriteAllBytes(path, bytes);

        WeightsException exception = Assert.Throws<WeightsException>(() => WeightFile.Open(path));

        Assert.Equal(WeightsFault.Truncated, exception.Fault);
        Assert.Contains("float32 does not lie within its storage", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,4398046511104]}}""", WeightsFault.Truncated)]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", WeightsFault.Truncated)]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", WeightsFault.Truncated)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", WeightsFault.Truncated)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", WeightsFault.Truncated)]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        WeightsFault.Truncated
    )]
    [InlineData("""{"a":{"dtype":"F32"}}""", WeightsFault.Truncated)]
    [InlineData("""{"a":3}""", WeightsFault.Truncated)]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", WeightsFault.Unsupported)]
    public void Open_SafetensorsWithAWrongHeader_IsRefused(string header, WeightsFault fault)
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("wrong.safetensors");
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(path, [.. length, .. Encoding.UTF8.GetBytes(header), 0, 0, 0, 0]);

        WeightsException exception = Assert.Throws<WeightsException>(() => WeightFile.Open(path));

        Assert.Equal(fault, exception.Fault);
    }

    [Fact]
    public void Open_EndlessPickle_IsRefusedEarly()
    {
        using TemporaryFolder folder = new();
        byte[] pickle = new byte[40 << 20];
        pickle.AsSpan().Fill((byte)'}');
        (pickle[0], pickle[1]) = (0x80, 2);
        string path = folder.Combine("endless.pth");
        File.WriteAllBytes(path, pickle);

        WeightsException exception = Assert.Throws<WeightsException>(() => WeightFile.Open(path));

        Assert.Equal(WeightsFault.Truncated, exception.Fault);
        Assert.Contains("far longer", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("just some text, longer than eight bytes", WeightsFault.NotAWeightFile, "is not a file of weights")]
    [InlineData("", WeightsFault.Truncated, "it is empty")]
    [InlineData("\u0080\u0002}.", WeightsFault.NotAWeightFile, "not one of PyTorch weights")]
    public void Open_OtherContent_SaysWhatIsWrong(string content, WeightsFault fault, string part)
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("other.pth");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(content));

        WeightsException exception = Assert.Throws<WeightsException>(() => WeightFile.Open(path));

        Assert.Equal(fault, exception.Fault);
        Assert.StartsWith("other.pth ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OtherZip_SaysSo()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("pictures.zip");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntry("a.txt", CompressionLevel.NoCompression).Open().Dispose();
        }

        WeightsException exception = Assert.Throws<WeightsException>(() => WeightFile.Open(path));

        Assert.Equal(WeightsFault.NotAWeightFile, exception.Fault);
    }

    [Fact]
    public void Open_CompressedZip_SaysSo()
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("packed.pth");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream stream = zip.CreateEntry("archive/data.pkl", CompressionLevel.SmallestSize).Open();
            stream.Write(new byte[1 << 20]);
        }

        WeightsException exception = Assert.Throws<WeightsException>(() => WeightFile.Open(path));

        Assert.Equal(WeightsFault.Unsupported, exception.Fault);
    }

    [Fact]
    public void Open_MissingFile_IsUnreadable()
    {
        WeightsException exception = Assert.Throws<WeightsException>(() => WeightFile.Open("/nowhere/found.pth"));

        Assert.Equal(WeightsFault.Unreadable, exception.Fault);
    }

    private static string InZip(TemporaryFolder folder, byte[] pickle)
    {
        string path = folder.Combine("zip.pth");
        File.Delete(path);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using Stream stream = zip.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
        stream.Write(pickle);
        return path;
    }

    private static string InLegacy(TemporaryFolder folder, byte[] pickle)
    {
        string path = folder.Combine("legacy.pth");
        byte[] magic = [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];
        File.WriteAllBytes(path, [.. magic, 0x80, 2, (byte)'M', 0xE9, 3, (byte)'.', 0x80, 2, (byte)'}', (byte)'.', .. pickle]);
        return path;
    }
}
