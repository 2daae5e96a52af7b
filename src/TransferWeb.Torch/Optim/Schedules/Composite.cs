namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The state of schedules inside a schedule: each entry's name begins with the inner schedule's number.</summary>
            internal static class Composite
            {
                public static Dictionary<string, double[]> Save(Dictionary<string, double[]> own, LRScheduler[] inner)
                {
                    for (int index = 0; index < inner.Length; index++)
                    {
                        foreach ((string name, double[] values) in inner[index].state_dict())
                        {
                            own[$"{index}.{name}"] = values;
                        }
                    }

                    return own;
                }

                public static void Load(IReadOnlyDictionary<string, double[]> state, LRScheduler[] inner)
                {
                    for (int index = 0; index < inner.Length; index++)
                    {
                        string prefix = $"{index}.";
                        inner[index]
                            .load_state_dict(
                                state
                                    .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
                                    .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value)
                            );
                    }
                }
            }
        }
    }
}
