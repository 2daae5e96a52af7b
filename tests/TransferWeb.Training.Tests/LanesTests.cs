using System.Collections.Concurrent;
using TransferWeb.Training;

namespace TransferWeb.Tests;

public sealed class LanesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void ForEach_DoesEachPieceOnce(int count)
    {
        int[] done = new int[count];

        Lanes.ForEach(count, i => Interlocked.Increment(ref done[i]));

        Assert.All(done, times => Assert.Equal(1, times));
    }

    [Fact]
    public void ForEach_GivesALaneItsShareOfTheProcessorsAndTheCallerItsOwnBack()
    {
        const int Before = 3;
        set_num_threads(Before);
        ConcurrentBag<(int Threads, bool Records)> seen = [];

        Lanes.ForEach(20, _ => seen.Add((get_num_threads(), is_grad_enabled())));

        int after = get_num_threads();
        set_num_threads(Environment.ProcessorCount);
        int share = Environment.ProcessorCount / Math.Min(Environment.ProcessorCount, 16);
        Assert.Equal(Before, after);
        Assert.Equal(20, seen.Count);
        Assert.All(seen, lane => Assert.Equal((share, false), lane));
    }

    [Fact]
    public void ForEach_WherePiecesFail_ThrowsOneOfTheirExceptionsAndBeginsNoOther()
    {
        int begun = 0;

        InvalidDataException thrown = Assert.Throws<InvalidDataException>(() =>
            Lanes.ForEach(
                1_000_000,
                i =>
                {
                    Interlocked.Increment(ref begun);
                    throw new InvalidDataException($"Piece {i}.");
                }
            )
        );

        Assert.StartsWith("Piece ", thrown.Message, StringComparison.Ordinal);
        Assert.InRange(begun, 1, 16);
    }
}
