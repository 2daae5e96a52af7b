using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>Several transforms one after the other; what lies between is freed.</summary>
    private sealed class ComposedTransform(ITransform[] steps) : ITransform
    {
        public Tensor call(Tensor input1)
        {
            Tensor current = input1.alias();
            foreach (ITransform step in steps)
            {
                Tensor next = step.call(current);
                if (!ReferenceEquals(next, current))
                {
                    current.Dispose();
                }

                current = next;
            }

            return current;
        }
    }
}
