using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferWeb.Torch.Tests.Tensors;

public sealed class AccelerationTests : ScopedTest
{
    [Fact]
    public void ToChannelsLast_Pictures_ChangesOnlyTheLayout()
    {
        var plain = randn(2, 3, 4, 5);

        var last = Acceleration.ToChannelsLast(plain);

        Assert.True(Acceleration.IsChannelsLast(last));
        Assert.False(Acceleration.IsChannelsLast(plain));
        Assert.Equal([60L, 1L, 15L, 3L], last.stride());
        Assert.True(plain.Equals(last));
        Assert.False(Acceleration.IsChannelsLast(Acceleration.ToChannelsLast(ones(2, 3))));
    }

    [Fact]
    public void ModuleToChannelsLast_Convolution_GivesTheSameNumbers()
    {
        using var conv = Conv2d(3, 8, 3);
        var input = randn(2, 3, 6, 6);
        var before = conv.call(input);

        Acceleration.ModuleToChannelsLast(conv);
        var after = conv.call(Acceleration.ToChannelsLast(input));

        Assert.True(Acceleration.IsChannelsLast(conv.weight!));
        Assert.True(Acceleration.IsChannelsLast(after));
        Assert.True(before.allclose(after, atol: 1e-5));
        after.sum().backward();
        Assert.Equal([8L, 3L, 3L, 3L], conv.weight!.grad!.shape);
    }

    [Fact]
    public void Autocast_OnCpu_ComputesInBfloat16UntilItsEnd()
    {
        var a = ones(2, 2);

        using (Acceleration.Autocast(DeviceType.CPU, ScalarType.BFloat16))
        {
            Assert.Equal(ScalarType.BFloat16, a.matmul(a).dtype);
            using (Acceleration.Autocast(DeviceType.CPU, ScalarType.BFloat16))
            {
                Assert.Equal(ScalarType.BFloat16, a.matmul(a).dtype);
            }
            Assert.Equal(ScalarType.BFloat16, a.matmul(a).dtype);
        }

        Assert.Equal(ScalarType.Float32, a.matmul(a).dtype);
        Assert.True(Acceleration.SupportsAutocast(DeviceType.CPU, ScalarType.BFloat16));
        Assert.False(Acceleration.SupportsAutocast(DeviceType.CPU, ScalarType.Float16));
    }

    [Fact]
    public void Autocast_EndedOnAnotherThread_Throws()
    {
        var mode = Acceleration.Autocast(DeviceType.CPU, ScalarType.BFloat16);
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(mode.Dispose));
        thread.Start();
        thread.Join();

        mode.Dispose();

        Assert.IsType<InvalidOperationException>(failure);
        Assert.Equal(ScalarType.Float32, ones(1, 1).matmul(ones(1, 1)).dtype);
    }

    [Fact]
    public void Foreach_Lists_GiveHandComputedValues()
    {
        Tensor[] targets = [tensor(new[] { 1f, 2f }), tensor(4f)];
        Tensor[] others = [tensor(new[] { 10f, 20f }), tensor(8f)];

        Acceleration.ForeachAdd_(targets, others, 0.5);
        AssertValues([6, 12], targets[0]);
        Acceleration.ForeachMul_(targets, 2);
        AssertValues([16], targets[1]);
        Acceleration.ForeachAddcmul_(targets, others, others, 0.1);
        AssertValues([22, 64], targets[0], 4);
        Acceleration.ForeachAddcdiv_(targets, others, others, -2);
        AssertValues([20, 62], targets[0], 4);
        Acceleration.ForeachLerp_(targets, others, 0.5);
        AssertValues([15, 41], targets[0], 4);
    }

    [Fact]
    public void Foreach_OnParameters_RecordsNothing()
    {
        var weight = ones(2, requires_grad: true);

        Acceleration.ForeachMul_([weight], 3);

        AssertValues([3, 3], weight.detach());
        Assert.True(weight.is_leaf);
    }

    [Fact]
    public void Threads_Set_AreReported()
    {
        var before = Acceleration.GetThreads();
        Acceleration.SetThreads(2);

        Assert.Equal(2, Acceleration.GetThreads());

        Acceleration.SetThreads(before);
        Assert.Throws<ExternalException>(() => Acceleration.SetThreads(0));
    }

    [Fact]
    public void Devices_OfTheProcessor_AreDescribed()
    {
        Assert.Equal("CPU", Acceleration.DeviceName(CPU));
        Assert.Null(Acceleration.MemoryOf(CPU));
        Acceleration.Synchronize(CPU);
        Acceleration.ResetPeakMemory(CPU);
        Acceleration.EmptyCache();
        Assert.Equal(cuda.device_count() > 0, cuda.is_available());
    }

    [Fact]
    [Trait("Category", "Gpu")]
    public void Devices_Cuda_AreDescribed()
    {
        Assert.SkipUnless(cuda.is_available(), "No CUDA device.");

        using var x = ones([1024, 1024], device: CUDA);
        Acceleration.Synchronize(CUDA);

        Assert.NotEmpty(Acceleration.DeviceName(CUDA));
        Assert.True(Acceleration.MemoryOf(CUDA)!.AllocatedBytes >= 1 << 22);
        Assert.True(Acceleration.MemoryOf(CUDA)!.TotalBytes > 0);
    }

    [Fact]
    public void PreferSpeedOnCuda_SetsTheSwitches()
    {
        (bool Products, bool Convolutions, bool Algorithms) before = (
            backends.cuda.matmul.allow_tf32,
            backends.cudnn.allow_tf32,
            backends.cudnn.benchmark
        );
        (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32, backends.cudnn.benchmark) = (false, false, false);

        Acceleration.PreferSpeedOnCuda();

        Assert.True(backends.cuda.matmul.allow_tf32 && backends.cudnn.allow_tf32 && backends.cudnn.benchmark);
        (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32, backends.cudnn.benchmark) = before;
    }

    [Fact]
    public void Backends_Switches_ReadBackWhatWasSet()
    {
        var before = backends.cuda.matmul.allow_tf32;
        backends.cuda.matmul.allow_tf32 = true;

        Assert.True(backends.cuda.matmul.allow_tf32);

        backends.cuda.matmul.allow_tf32 = before;
    }
}
