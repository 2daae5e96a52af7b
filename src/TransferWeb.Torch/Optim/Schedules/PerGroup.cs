namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Settings given once for all groups or once for each.</summary>
            internal static class PerGroup
            {
                /// <exception cref="ArgumentException">There are neither one nor as many values as groups.</exception>
                public static T[] Values<T>(IEnumerable<T> given, int groups, string name)
                {
                    T[] values = [.. given];
                    return values.Length == groups ? values
                        : values.Length == 1 ? [.. Enumerable.Repeat(values[0], groups)]
                        : throw new ArgumentException(
                            $"Expected one value or one for each of {groups} groups, not {values.Length}.",
                            name
                        );
                }

                /// <summary>Sets a group's momentum, or for Adam its first decay rate.</summary>
                /// <exception cref="ArgumentException">The optimizer has neither.</exception>
                public static void SetMomentum(ILearningRateController group, double momentum)
                {
                    switch (group)
                    {
                        case IBetas adam:
                            adam.Betas = (momentum, adam.Betas.Item2);
                            break;
                        case IMomentum other:
                            other.Momentum = momentum;
                            break;
                        default:
                            throw new ArgumentException("Cycling the momentum needs an optimizer that has one.", nameof(group));
                    }
                }
            }
        }
    }
}
