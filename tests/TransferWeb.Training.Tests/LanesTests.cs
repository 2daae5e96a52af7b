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
        set_num_threads(3);
        int most = 0;
        bool recorded = false;

        Lanes.ForEach(
            20,
            _ =>
            {
                InterlockedMax(ref most, get_num_threads());
                recorded |= is_grad_enabled();
            }
        );

        Assert.Equal(Math.Max(1, Environment.ProcessorCount / 16), most);
        Assert.False(recorded);
        Assert.Equal(3, get_num_threads());
        set_num_threads(Environment.ProcessorCount);
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

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            _ = Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
