namespace TorchSharp;

/// <summary>What one thread created, disposed and moved, of one kind of object.</summary>
public sealed class DisposeScopeStatistics
{
    /// <summary>Created while no scope was open.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Created inside a scope.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Disposed by hand while in no scope; what the garbage collector frees is not counted.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Disposed while in a scope, by hand or by the scope.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Put into a scope by hand.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Taken out of a scope without going into another.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Created minus disposed on this thread; too high by what the garbage collector freed.</summary>
    public long ThreadTotalLiveCount =>
        CreatedOutsideScopeCount + CreatedInScopeCount - DisposedOutsideScopeCount - DisposedInScopeCount;

    /// <summary>Sets every count to zero.</summary>
    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }
}

/// <summary>One thread's counts.</summary>
public sealed class ThreadDisposeScopeStatistics
{
    /// <summary>Counts of tensors.</summary>
    public DisposeScopeStatistics TensorStatistics { get; } = new();

    /// <summary>Counts of everything else that was attached to scopes.</summary>
    internal DisposeScopeStatistics OtherStatistics { get; } = new();

    /// <summary>Sets every count to zero.</summary>
    public void Reset()
    {
        TensorStatistics.Reset();
        OtherStatistics.Reset();
    }
}
