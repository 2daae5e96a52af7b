namespace TransferWeb.Training.Data;

/// <summary>Bytes that may be kept in memory to save work later. Safe on many threads.</summary>
public sealed class MemoryBudget(long bytes)
{
    private long left = bytes;

    /// <summary>A quarter of the memory this process may use.</summary>
    public static MemoryBudget OfThisMachine() => new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>Takes bytes for good, or nothing where too few are left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref left, -bytes) >= 0)
        {
            return true;
        }

        Interlocked.Add(ref left, bytes);
        return false;
    }
}
