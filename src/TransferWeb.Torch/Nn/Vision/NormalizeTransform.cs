using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>Takes each channel's mean off and divides by its deviation.</summary>
    private sealed class NormalizeTransform : ITransform, IDisposable
    {
        private readonly Tensor _means;
        private readonly Tensor _deviations;

        public NormalizeTransform(double[] means, double[] deviations, ScalarType dtype, Device? device)
        {
            if (means.Length != deviations.Length)
            {
                throw new ArgumentException(
                    $"{means.Length} means need as many deviations, not {deviations.Length}.",
                    nameof(deviations)
                );
            }

            _means = PerChannel(means, dtype, device);
            _deviations = PerChannel(deviations, dtype, device);
        }

        public Tensor call(Tensor input1)
        {
            using Tensor centred = input1 - _means;
            return centred / _deviations;
        }

        public void Dispose()
        {
            _means.Dispose();
            _deviations.Dispose();
        }

        private static Tensor PerChannel(double[] values, ScalarType dtype, Device? device)
        {
            using Tensor flat = tensor(values, dtype, device);
            return flat.view(values.Length, 1, 1).DetachFromDisposeScope();
        }
    }
}
