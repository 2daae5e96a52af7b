using TransferWeb.Tests;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Vision.Tests.Weights;

/// <summary>Real weight files of every container.</summary>
public sealed class WeightFileTests
{
    private const string ResNet = "resnet18_in1k_from_pq-624db316.pth";
    private const string MobileNet = "mobilenet_v2_in1k_from_tflite-3298d1b6.pth";
    private const string MobileNetLegacy = "mobilenet_v2_in1k_from_tflite_legacy-2bead5d0.pth";
    private const string SqueezeNet = "squeezenet1_0_in1k_from_dc-be6d9ff3.pth";
    private const string SqueezeNetSafetensors = "squeezenet1_0_in1k_from_dc-247aac7a.safetensors";
    private const string CifarLegacy = "cifar10_resnet20-12fca82f.th";
    private const string CifarTar = "cifar10_resnet20_tar-95ca2a6d.pth";

    [Theory]
    [InlineData(ResNet, WeightContainer.Zip, 122)]
    [InlineData(MobileNet, WeightContainer.Zip, 314)]
    [InlineData(MobileNetLegacy, WeightContainer.LegacyPickle, 262)]
    [InlineData(SqueezeNet, WeightContainer.Zip, 52)]
    [InlineData(SqueezeNetSafetensors, WeightContainer.Safetensors, 52)]
    [InlineData(CifarTar, WeightContainer.Tar, 97)]
    [InlineData(CifarLegacy, WeightContainer.LegacyPickle, 97)]
    public void Open_RealFile_HasItsTensors(string name, WeightContainer container, int count)
    {
        using WeightFile file = WeightFile.Open(TestData.Shared("weights", name));

        Assert.Equal(container, file.Container);
        Assert.Equal(count, file.Tensors.Count);
        Assert.All(file.Tensors.Values, tensor => Assert.Equal(tensor.SizeBytes, tensor.ToBytes().Length));
    }

    [Theory]
    [InlineData("features.denseblock1.denselayer12.norm.1.running_mean", "features.denseblock1.denselayer12.norm1.running_mean")]
    [InlineData("features.denseblock4.denselayer1.conv.2.weight", "features.denseblock4.denselayer1.conv2.weight")]
    [InlineData("encoder.layers.encoder_layer_11.mlp.linear_1.bias", "encoder.layers.encoder_layer_11.mlp.0.bias")]
    [InlineData("encoder.layers.encoder_layer_0.mlp.linear_2.weight", "encoder.layers.encoder_layer_0.mlp.3.weight")]
    [InlineData("features.transition1.conv.weight", "features.transition1.conv.weight")]
    public void Open_NamesOfAnEarlierTorchvision_BecomeTodays(string former, string today)
    {
        using TemporaryFolder files = new();
        string path = files.Combine("former.safetensors");
        SafetensorsWriter.Write(path, [new TensorToWrite(former, WeightType.Float32, [1], new byte[4])], null);

        using WeightFile file = WeightFile.Open(path);

        Assert.Equal([today], file.Tensors.Keys);
        Assert.Equal(former == today ? 0 : 1, file.Notes.Count);
    }

    [Fact]
    public void Open_ResNet_HasTorchvisionsNamesAndShapes()
    {
        using WeightFile file = WeightFile.Open(TestData.Shared("weights", ResNet));

        Assert.Equal("conv1.weight", file.Tensors.Keys.First());
        Assert.Equal([64L, 3, 7, 7], file.Tensors["conv1.weight"].Shape);
        Assert.Equal([1000L, 512], file.Tensors["fc.weight"].Shape);
        Assert.Equal(WeightType.Int64, file.Tensors["bn1.num_batches_tracked"].Type);
        Assert.Empty(file.Tensors["bn1.num_batches_tracked"].Shape);
        Assert.Empty(file.Notes);
    }

    [Theory]
    [InlineData(MobileNet, MobileNetLegacy)]
    [InlineData(SqueezeNet, SqueezeNetSafetensors)]
    [InlineData(CifarLegacy, CifarTar)]
    public void Open_SameWeightsInTwoContainers_HoldTheSameNumbers(string one, string other)
    {
        using WeightFile first = WeightFile.Open(TestData.Shared("weights", one));
        using WeightFile second = WeightFile.Open(TestData.Shared("weights", other));

        foreach ((string name, WeightTensor tensor) in second.Tensors)
        {
            Assert.Equal(first.Tensors[name].Shape, tensor.Shape);
            Assert.True(first.Tensors[name].ToBytes().AsSpan().SequenceEqual(tensor.ToBytes()), name);
        }

        Assert.All(
            first.Tensors.Keys.Except(second.Tensors.Keys),
            name => Assert.EndsWith("num_batches_tracked", name, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(CifarLegacy)]
    [InlineData("cifar10_resnet56-4bfd9763.th")]
    public void Open_NestedCheckpoint_IsUnwrappedAndNoted(string name)
    {
        using WeightFile file = WeightFile.Open(TestData.Shared("weights", name));

        Assert.Contains("conv1.weight", file.Tensors.Keys);
        Assert.Collection(
            file.Notes,
            note => Assert.Contains("state_dict", note, StringComparison.Ordinal),
            note => Assert.Contains("module.", note, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ToSingles_RealTensor_IsFiniteAndNotAllZero()
    {
        using WeightFile file = WeightFile.Open(TestData.Shared("weights", ResNet));

        float[] values = file.Tensors["conv1.weight"].ToSingles();

        Assert.Equal(64 * 3 * 7 * 7, values.Length);
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        Assert.Contains(values, value => Math.Abs(value) > 0.1f);
    }

    [Fact]
    public void Open_NotAStateDict_SaysWhatItIs()
    {
        WeightsException exception = Fails("resnet18_small_blocks_compressed.pth");

        Assert.Equal(WeightsFault.NotAStateDict, exception.Fault);
        Assert.Contains("not a state dict", exception.Message, StringComparison.Ordinal);
        Assert.Contains("layer1.0.conv1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("truncated_tar_resnet18-5c106cde.pth")]
    [InlineData("truncated_zip_resnet18-f37072fd.pth")]
    public void Open_CutOffFile_SaysSo(string name)
    {
        WeightsException exception = Assert.Throws<WeightsException>(() =>
            WeightFile.Open(TestData.Shared("weights", "damaged", name))
        );

        Assert.Equal(WeightsFault.Truncated, exception.Fault);
        Assert.StartsWith($"{name} is cut off or damaged", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SqueezeNet)]
    [InlineData(SqueezeNetSafetensors)]
    [InlineData(CifarLegacy)]
    [InlineData(CifarTar)]
    public void Open_CutOffAnywhere_SaysSo(string name)
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(TestData.Shared("weights", name));
        foreach (double part in new[] { 0.0005, 0.01, 0.3, 0.7, 0.99 })
        {
            string path = folder.Combine(name);
            File.WriteAllBytes(path, whole[..(int)(whole.Length * part)]);

            WeightsException exception = Assert.Throws<WeightsException>(() => WeightFile.Open(path));

            Assert.Equal(WeightsFault.Truncated, exception.Fault);
        }
    }

    [Fact]
    public void Open_RandomDamage_NeverThrowsAnythingElse()
    {
        using TemporaryFolder folder = new();
        Random random = new(3);
        int refused = 0;
        foreach (string name in new[] { SqueezeNet, SqueezeNetSafetensors, CifarLegacy, CifarTar })
        {
            // Only the places where structure lies: all of the small files' heads, and the zip's table at its end.
            byte[] whole = File.ReadAllBytes(TestData.Shared("weights", name));
            for (int trial = 0; trial < 60; trial++)
            {
                byte[] damaged = [.. whole];
                for (int hit = 0; hit < 8; hit++)
                {
                    int place = random.Next(6000);
                    damaged[hit % 2 == 0 ? place : damaged.Length - 1 - place] = (byte)random.Next(256);
                }

                string path = folder.Combine(name);
                File.WriteAllBytes(path, damaged);
                try
                {
                    using WeightFile file = WeightFile.Open(path);
                    Assert.All(file.Tensors.Values, tensor => tensor.ToBytes());
                }
                catch (WeightsException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, 60, 240);
    }

    private static WeightsException Fails(string name) =>
        Assert.Throws<WeightsException>(() => WeightFile.Open(TestData.Shared("weights", name)));
}
