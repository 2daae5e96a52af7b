namespace TorchSharp;

/// <summary>The calling thread's stack of <see cref="DisposeScope"/>s and what has been counted on it.</summary>
public sealed class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? _current;

    // Mostly ended innermost first, but a scope may be disposed out of turn, and on another thread.
    private readonly List<DisposeScope> _scopes = [];
    private readonly ThreadDisposeScopeStatistics _statistics = new();

    private DisposeScopeManager() { }

    internal static DisposeScopeManager Current => _current ??= new DisposeScopeManager();

    /// <summary>Counts of what this thread created and disposed.</summary>
    public static ThreadDisposeScopeStatistics Statistics => Current._statistics;

    internal DisposeScope? Innermost
    {
        get
        {
            lock (_scopes)
            {
                return _scopes.Count == 0 ? null : _scopes[^1];
            }
        }
    }

    /// <summary>Opens a scope inside the thread's innermost one.</summary>
    public static DisposeScope NewDisposeScope()
    {
        var manager = Current;
        var scope = new DisposeScope(manager);
        lock (manager._scopes)
        {
            manager._scopes.Add(scope);
        }
        return scope;
    }

    /// <summary>Puts a new object into the innermost scope, if there is one.</summary>
    internal static void Register(IDisposable disposable)
    {
        var manager = Current;
        var statistics = manager.StatisticsOf(disposable);
        if (manager.Innermost is { } scope)
        {
            statistics.CreatedInScopeCount++;
            scope.Add(disposable);
        }
        else
        {
            statistics.CreatedOutsideScopeCount++;
        }
    }

    internal DisposeScopeStatistics StatisticsOf(IDisposable disposable) =>
        disposable is torch.Tensor ? _statistics.TensorStatistics : _statistics.OtherStatistics;

    internal DisposeScope? OuterOf(DisposeScope scope)
    {
        lock (_scopes)
        {
            var index = _scopes.LastIndexOf(scope);
            return index > 0 ? _scopes[index - 1] : null;
        }
    }

    internal void Remove(DisposeScope scope)
    {
        lock (_scopes)
        {
            var index = _scopes.LastIndexOf(scope);
            if (index >= 0)
            {
                _scopes.RemoveAt(index);
            }
        }
    }
}
