using TorchSharp;
using TransferWeb.Vision.Backbones;
using static TorchSharp.torch;

namespace TransferWeb.Tests.Backbones;

/// <summary>Going through a backbone stage by stage.</summary>
public sealed class BackboneStageTests
{
    [Theory]
    [InlineData("mobilenet_v2", false)]
    [InlineData("mobilenet_v2", true)]
    [InlineData("transferweb_mini", false)]
    [InlineData("transferweb_mini", true)]
    public void ForwardStage_AllInOrder_MakesTheMapThatFeaturesAverage(string name, bool frozen)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        manual_seed(5);
        using Backbone own = BackboneRegistry.Create(name, 3);
        own.eval();
        using Backbone model = frozen ? own.FrozenCopy(float32) : own;
        Tensor pictures = FormulaTensor.Pictures("picture", 2, 64);
        Tensor expected = model.ForwardFeatures(pictures);

        Tensor map = pictures;
        for (int stage = 0; stage < model.Manifest.Stages.Count; stage++)
        {
            map = model.ForwardStage(stage, map);
        }

        Assert.Equal(0, (map.mean([2, 3]) - expected).abs().max().ToDouble(), tolerance: 1e-6);
    }

    [Fact]
    public void ForwardStage_OfTeacherAndStudent_GiveMapsOfTheSameShapes()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using Backbone teacher = BackboneRegistry.Create("mobilenet_v2", 3);
        using Backbone student = BackboneRegistry.Create("transferweb_mini", 3);
        Tensor taught = FormulaTensor.Pictures("picture", 1, 64);
        Tensor learnt = taught;

        for (int stage = 0; stage < student.Manifest.Stages.Count; stage++)
        {
            taught = teacher.ForwardStage(stage, taught);
            learnt = student.ForwardStage(stage, learnt);
            Assert.Equal(taught.shape[2..], learnt.shape[2..]);
            Assert.True(stage == 0 || taught.shape[1] == learnt.shape[1]);
        }
    }
}
