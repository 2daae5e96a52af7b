using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>Mirrors left and right with a probability, all pictures of a batch alike.</summary>
    private sealed class RandomFlipTransform(double p) : ITransform
    {
        public Tensor call(Tensor input1)
        {
            using Tensor drawn = rand(1);
            return drawn.ToDouble() < p ? input1.flip(-1) : input1.alias();
        }
    }
}
