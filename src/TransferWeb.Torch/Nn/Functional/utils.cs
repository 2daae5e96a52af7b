using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Helpers around parameters and their gradients.</summary>
        public static partial class utils
        {
            private const double NormEpsilon = 1e-6;

            /// <summary>Scales all gradients together so that their norm, taken as one vector, is at most <paramref name="max_norm"/>.</summary>
            /// <returns>The norm before. Not a number or infinite where a gradient is.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var scope = NewDisposeScope();
                using var noGradients = no_grad();
                Tensor[] gradients = Gradients(tensors);
                if (gradients.Length == 0)
                {
                    return 0;
                }

                double total = TotalNorm(gradients, norm_type);
                double scale = max_norm / (total + NormEpsilon);
                if (!(scale >= 1))
                {
                    Foreach.Mul_(gradients, scale);
                }

                return total;
            }

            /// <summary>Limits every gradient element to ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var scope = NewDisposeScope();
                using var noGradients = no_grad();
                foreach (Tensor gradient in Gradients(tensors))
                {
                    gradient.clamp_(-clip_value, clip_value);
                }
            }

            /// <summary>All parameters, flattened, one after the other.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat([.. tensors.Select(tensor => tensor.reshape(-1))]).MoveToOuterDisposeScope();
            }

            /// <summary>Copies a vector made by <see cref="parameters_to_vector"/> back into the parameters.</summary>
            /// <exception cref="ArgumentException">The vector has another length than the parameters together.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var noGradients = no_grad();
                Parameter[] parameters = [.. tensors];
                long expected = parameters.Sum(parameter => parameter.numel());
                if (vec.numel() != expected)
                {
                    throw new ArgumentException(
                        $"The vector has {vec.numel()} numbers; the parameters have {expected}.",
                        nameof(vec)
                    );
                }

                long start = 0;
                foreach (Parameter parameter in parameters)
                {
                    long count = parameter.numel();
                    parameter.copy_(vec.narrow(0, start, count).view(parameter.shape));
                    start += count;
                }
            }

            private static Tensor[] Gradients(IEnumerable<Parameter> tensors)
            {
                var gradients = new List<Tensor>();
                foreach (Parameter parameter in tensors)
                {
                    if (parameter.grad is { } gradient)
                    {
                        gradients.Add(gradient);
                    }
                }

                return [.. gradients];
            }

            private static double TotalNorm(Tensor[] gradients, double normType)
            {
                if (double.IsPositiveInfinity(normType))
                {
                    return gradients.Max(gradient => gradient.abs().max().ToDouble());
                }

                Tensor each = stack(Foreach.Norm(gradients, normType));
                return Foreach.VectorNorm(each, normType).ToDouble();
            }
        }
    }
}
