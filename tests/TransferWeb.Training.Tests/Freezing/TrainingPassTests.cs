using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;
using TransferWeb.Training.Devices;
using TransferWeb.Training.Events;
using TransferWeb.Training.Freezing;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Training.Tests.Freezing;

public sealed class TrainingPassTests
{
    private const int Side = 64;
    private const int Pictures = 8;

    [Theory]
    [InlineData("resnet18")]
    [InlineData("mobilenet_v2")]
    [InlineData("squeezenet1_0")]
    [InlineData("convnext_tiny")]
    [InlineData("swin_t")]
    [InlineData("vit_b_16")]
    public void Forward_WithFrozenFirstStages_SaysWhatTheNetworkSays(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using Backbone model = Create(name);
        FreezePlan plan = FreezePlan.Apply(model, FreezePolicy.LastStages(1));
        int side = model.Manifest.InputSize;
        using TrainingPass pass = TrainingPass.For(model, plan, plan.LeadingStill, CPU, null, Events(out _));
        Tensor pictures = randn(2, 3, side, side);

        Tensor said = pass.Forward(pictures);

        Tensor plain = model.call(pictures);
        Assert.True(plan.LeadingStill > 0);
        Assert.True(Relative(said, plain) < 0.05, $"{Relative(said, plain)}");
    }

    [Fact]
    public void Backward_WithFrozenFirstStages_ReachesExactlyWhatIsTrained()
    {
        using DisposeScope scope = NewDisposeScope();
        using Backbone model = Create("resnet18");
        FreezePlan plan = FreezePlan.Apply(model, FreezePolicy.LastStages(2));
        using TrainingPass pass = TrainingPass.For(model, plan, plan.LeadingStill, CPU, null, Events(out _));

        pass.Forward(randn(4, 3, Side, Side)).sum().backward();

        Assert.All(model.parameters(), p => Assert.Equal(p.requires_grad, p.grad is not null));
        Assert.Contains(model.parameters(), p => p.grad is not null);
    }

    [Fact]
    public void Forward_AfterAStageHasJoined_FollowsItsWeights()
    {
        using DisposeScope scope = NewDisposeScope();
        using Backbone model = Create("resnet18");
        FreezePlan plan = FreezePlan.Apply(model, FreezePolicy.Gradual);
        plan.TrainLast(1);
        using TrainingPass pass = TrainingPass.For(model, plan, plan.LeadingStill, CPU, null, Events(out _));
        Tensor pictures = randn(2, 3, Side, Side);
        plan.TrainLast(2);
        using (no_grad())
        {
            foreach (Tensor weight in model.Stages[^2].Modules.SelectMany(m => m.parameters()))
            {
                weight.mul_(1.5);
            }
        }

        Assert.True(Relative(pass.Forward(pictures), model.call(pictures)) < 0.05);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(255, true)]
    public void For_PicturesThatBfloat16CannotTellApart_ComputesInFloat32AndSaysSo(int brightness, bool tooCoarse)
    {
        Assert.SkipUnless(Precision.ForFrozen(CPU) == ScalarType.BFloat16, "This processor computes in float32 anyway.");
        using DisposeScope scope = NewDisposeScope();
        using Backbone model = Create("resnet18");
        PictureBatch example = brightness == 0 ? Noise() : AlmostWhite();
        Calibrate(model, example.LoadPictures(ScalarType.Float32));
        FreezePlan plan = FreezePlan.Apply(model, FreezePolicy.LastStages(1));

        using TrainingPass pass = TrainingPass.For(model, plan, plan.LeadingStill, CPU, example, Events(out RecordingSink heard));

        Assert.Equal(tooCoarse, heard.Events.OfType<NoteAdded>().Any(n => n.Text.Contains("bfloat16", StringComparison.Ordinal)));
    }

    private static Backbone Create(string name)
    {
        manual_seed(3);
        Backbone model = BackboneRegistry.Create(name, 3);
        model.eval();
        using IDisposable mode = no_grad();
        foreach (Tensor weight in model.HeadParameters())
        {
            // Some heads begin with zeros, which hide what they are given.
            weight.normal_();
        }

        return model;
    }

    private static PictureBatch Noise() => Batch(random => random.Next(256));

    /// <summary>Bright, and different by the last bit alone.</summary>
    private static PictureBatch AlmostWhite() => Batch(random => 254 + random.Next(2));

    private static PictureBatch Batch(Func<Random, int> value)
    {
        Random random = new(5);
        byte[] pixels = [.. Enumerable.Range(0, Pictures * Side * Side * 3).Select(_ => (byte)value(random))];
        Normalisation plain = new([0.5, 0.5, 0.5], [0.25, 0.25, 0.25]);
        return new PictureBatch(pixels, Pictures, [.. Enumerable.Range(0, Pictures)], new long[Pictures], Side, plain, CPU, []);
    }

    /// <summary>Sets the norm layers' means and variances to those of these pictures.</summary>
    private static void Calibrate(Backbone model, Tensor pictures)
    {
        using IDisposable mode = no_grad();
        model.train();
        for (int i = 0; i < 60; i++)
        {
            model.call(pictures).Dispose();
        }

        model.eval();
    }

    private static RunEvents Events(out RecordingSink heard)
    {
        heard = new RecordingSink();
        return new RunEvents(TimeProvider.System, heard);
    }

    private static double Relative(Tensor said, Tensor expected) => ((said - expected).norm() / expected.norm()).item<float>();
}
