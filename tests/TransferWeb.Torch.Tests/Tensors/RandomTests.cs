using System.Runtime.InteropServices;
using TorchSharp;
using TransferWeb.Torch;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Tensors;

/// <summary>Uses the process's default stream of random numbers, so it runs while no other test does.</summary>
[Collection(CountsTensors.Name)]
public sealed class RandomTests : ScopedTest
{
    [Fact]
    public void ManualSeed_SameSeed_GivesTheSameNumbers()
    {
        manual_seed(42);
        var first = randn(5);
        manual_seed(42);
        var again = randn(5);
        manual_seed(43);
        var other = randn(5);

        Assert.True(first.Equals(again));
        Assert.False(first.Equals(other));
        Assert.Equal(43, random.initial_seed());
    }

    [Fact]
    public void ManualSeed_Zero_GivesPyTorchsNumbers()
    {
        manual_seed(0);

        // torch.manual_seed(0); torch.rand(3)
        AssertValues([0.4962565899, 0.7682217956, 0.0884774327], rand(3));
    }

    [Fact]
    public void Generator_OfItsOwn_IsIndependentOfTheDefault()
    {
        using var generator = new Generator(7);
        var first = rand(4, generator: generator);
        rand(100);
        generator.manual_seed(7);
        var again = rand(4, generator: generator);

        Assert.True(first.Equals(again));
        Assert.Equal(7, generator.initial_seed());
        Assert.Equal(DeviceType.CPU, generator.device.type);
        Assert.Equal([0L, 1L, 2L, 3L, 4L], randperm(5, generator: generator).sort().Values.data<long>().ToArray());
    }

    [Fact]
    public void GeneratorState_PutBack_RepeatsTheNumbers()
    {
        using var generator = new Generator(1);
        rand(3, generator: generator);
        var state = generator.get_state();
        var first = rand(4, generator: generator);

        generator.set_state(state);

        Assert.True(first.Equals(rand(4, generator: generator)));
    }

    [Fact]
    public void RandomState_AsBytes_RepeatsTheNumbers()
    {
        var state = Acceleration.RandomState();
        var first = randn(4);

        Acceleration.RestoreRandomState(state);

        Assert.True(first.Equals(randn(4)));
        Assert.Throws<ExternalException>(() => Acceleration.RestoreRandomState([1, 2, 3]));
    }

    [Fact]
    public void InPlaceFills_StayInRange()
    {
        var x = empty(1000).uniform_(2, 3);

        Assert.True((x >= 2).all().ToBoolean() && (x < 3).all().ToBoolean());
        Assert.Equal(3, randint(3, 4, [2]).data<long>()[1]);
        Assert.InRange(empty(4000).normal_(5, 0.1).mean().item<float>(), 4.98f, 5.02f);
        Assert.InRange(empty(4000).bernoulli_(0.25).mean().item<float>(), 0.2f, 0.3f);
    }
}
