using System.Runtime.InteropServices;
using TorchSharp;
using TransferWeb.Torch;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Tensors;

public sealed class ErrorTests : ScopedTest
{
    [Fact]
    public void MismatchedShapes_Throw_WithLibtorchsMessage()
    {
        var failure = Assert.Throws<ExternalException>(() => ones(2) + ones(3));

        Assert.Equal(
            "The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0",
            failure.Message
        );
        Assert.False(Acceleration.IsOutOfMemory(failure));
    }

    [Fact]
    public void HugeAllocation_Throws_AndTheProcessLivesOn()
    {
        var failure = Assert.Throws<ExternalException>(() => empty([1L << 60], dtype: uint8));

        Assert.Contains("1152921504606846976 bytes", failure.Message);
        Assert.True(Acceleration.IsOutOfMemory(failure));
        Assert.Equal(2f, (ones(1) + 1).item<float>());
    }

    [Fact]
    public void OverflowingSize_Throws_AndTheProcessLivesOn()
    {
        Assert.Throws<ExternalException>(() => zeros(1L << 40, 1L << 40));

        Assert.Equal(2f, (ones(1) + 1).item<float>());
    }

    [Fact]
    public void WrongDevice_Throws_WithASentence()
    {
        Assert.SkipWhen(cuda.is_available(), "A CUDA device is here.");

        Assert.Throws<ExternalException>(() => ones(1).cuda());
        Assert.False(TryInitializeDeviceType(DeviceType.CUDA));
        Assert.Throws<InvalidOperationException>(() => InitializeDeviceType(DeviceType.CUDA));
    }

    [Fact]
    public void DisposedTensor_UsedAsArgument_Throws()
    {
        var gone = ones(1);
        gone.Dispose();

        Assert.Throws<ObjectDisposedException>(() => ones(1) + gone);
    }

    [Fact]
    public void Messages_OfThreads_DoNotMix()
    {
        var messages = new string[8];

        Parallel.For(
            0,
            messages.Length,
            i =>
            {
                for (var round = 0; round < 50; round++)
                {
                    using var scope = NewDisposeScope();
                    messages[i] = Assert.Throws<ExternalException>(() => ones(i + 20) + ones(i + 2)).Message;
                }
            }
        );

        Assert.All(messages.Index(), item => Assert.Contains($"tensor a ({item.Index + 20})", item.Item));
    }

    [Fact]
    public void Item_OfAnotherType_Throws()
    {
        Assert.Throws<ArgumentException>(() => ones(1).item<long>());
        Assert.Throws<InvalidOperationException>(() => ones(2).item<float>());
        Assert.Throws<ArgumentOutOfRangeException>(() => ones(2, 3).size(2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:one")]
    [InlineData("cuda:-1")]
    [InlineData("1")]
    public void Device_UnknownName_Throws(string name)
    {
        Assert.Throws<ArgumentException>(() => new Device(name));
    }
}
