namespace TransferWeb.Training.Data;

/// <summary>The order in which an epoch sees its samples, and the source of randomness of each.</summary>
public static class EpochOrder
{
    /// <summary>The numbers 0 to <paramref name="count"/> − 1, shuffled by seed and epoch.</summary>
    public static int[] Shuffled(int count, long seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(Mix(seed, epoch, -1)).Shuffle(order);
        return order;
    }

    /// <summary>
    /// As many numbers as there are labels, in which every class comes equally often (but for a rest of one): the pictures of each class in a random order, begun
    /// anew when they are used up.
    /// </summary>
    /// <param name="labels">The class of each number.</param>
    /// <param name="seed">The run's.</param>
    /// <param name="epoch">Counted from 1.</param>
    public static int[] Balanced(IReadOnlyList<int> labels, long seed, int epoch)
    {
        Random random = For(seed, epoch, -1);
        int[][] classes =
        [
            .. labels.Index().GroupBy(pair => pair.Item, pair => pair.Index).OrderBy(g => g.Key).Select(g => g.ToArray()),
        ];
        random.Shuffle(classes);
        List<int> order = new(labels.Count);
        for (int i = 0; i < classes.Length; i++)
        {
            int share = (labels.Count / classes.Length) + (i < labels.Count % classes.Length ? 1 : 0);
            for (int taken = 0; taken < share; taken++)
            {
                int place = taken % classes[i].Length;
                if (place == 0)
                {
                    random.Shuffle(classes[i]);
                }

                order.Add(classes[i][place]);
            }
        }

        int[] balanced = [.. order];
        random.Shuffle(balanced);
        return balanced;
    }

    /// <summary>
    /// Cuts an order into batches. A last batch of one sample joins the one before it: norm layers cannot tell a spread from one sample.
    /// </summary>
    public static IReadOnlyList<int[]> Cut(int[] order, int batchSize)
    {
        List<int[]> batches = [.. order.Chunk(batchSize)];
        if (batches.Count > 1 && batchSize > 1 && batches[^1].Length == 1)
        {
            batches[^2] = [.. batches[^2], .. batches[^1]];
            batches.RemoveAt(batches.Count - 1);
        }

        return batches;
    }

    /// <summary>The number of batches <see cref="Cut"/> makes.</summary>
    public static int CountBatches(int samples, int batchSize)
    {
        int rest = samples % batchSize;
        bool restJoins = rest == 1 && batchSize > 1 && samples > batchSize;
        return (samples / batchSize) + (rest > 0 && !restJoins ? 1 : 0);
    }

    /// <summary>Randomness for one sample in one epoch, whichever thread prepares it and when.</summary>
    public static Random For(long seed, int epoch, int sample) => new(Mix(seed, epoch, sample));

    /// <summary>SplitMix64's finisher (Steele, Lea and Flood, 2014) over the three numbers, so that neighbours have nothing in common.</summary>
    private static int Mix(long seed, int epoch, int sample)
    {
        ulong state = unchecked((ulong)seed + ((ulong)epoch * 0x9E3779B97F4A7C15) + ((ulong)sample * 0xD1B54A32D192ED03));
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return unchecked((int)(state ^ (state >> 31)));
    }
}
