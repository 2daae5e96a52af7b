namespace TorchSharp;

/// <summary>
/// Owns what is created while it is the thread's innermost scope and disposes it at its end. What shall live on is moved out first.
/// Scopes belong to one thread: never <c>await</c> inside one.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    // A tensor may be disposed on another thread than its scope's, so the set is guarded.
    private readonly HashSet<IDisposable> _owned = new(ReferenceEqualityComparer.Instance);
    private readonly DisposeScopeManager _manager;
    private bool _disposed;

    internal DisposeScope(DisposeScopeManager manager)
    {
        _manager = manager;
    }

    /// <summary>How many objects the scope owns now.</summary>
    public int DisposablesCount
    {
        get
        {
            lock (_owned)
            {
                return _owned.Count;
            }
        }
    }

    /// <summary>What the scope owns now.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            lock (_owned)
            {
                return [.. _owned];
            }
        }
    }

    /// <summary>The scope around this one, or null.</summary>
    internal DisposeScope? Outer => _manager.OuterOf(this);

    /// <summary>Hands the object to the scope around this one, or to nobody where this is the outermost.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable, Outer);
        return disposable;
    }

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    /// <inheritdoc cref="MoveToOuter{T}(T)"/>
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveAll(disposables, Outer);

    /// <summary>Hands the object to another scope, or to nobody.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        Move(disposable, scope);
        return disposable;
    }

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second));

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveAll(disposables, scope);

    /// <inheritdoc cref="MoveToOther{T}(DisposeScope, T)"/>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables) => MoveAll(disposables, scope);

    /// <summary>Takes the object out of the scope: the caller disposes it.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable, null);
        return disposable;
    }

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (Detach(first), Detach(second));

    /// <inheritdoc cref="Detach{T}(T)"/>
    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    /// <inheritdoc cref="Detach{T}(T)"/>
    public void Detach(params IDisposable[] disposables) => MoveAll(disposables, null);

    /// <inheritdoc cref="Detach{T}(T)"/>
    public void Detach(IEnumerable<IDisposable> disposables) => MoveAll(disposables, null);

    /// <summary>Makes the scope own the object, which leaves the scope it was in.</summary>
    public T Attach<T>(T disposable)
        where T : IDisposable
    {
        if (disposable is torch.Tensor { OwningDisposeScope: { } owner } && owner != this)
        {
            owner.Remove(disposable);
        }
        Add(disposable);
        _manager.StatisticsOf(disposable).AttachedToScopeCount++;
        return disposable;
    }

    /// <inheritdoc cref="Attach{T}(T)"/>
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <inheritdoc cref="Attach{T}(T)"/>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var attached = disposables.ToList();
        attached.ForEach(disposable => Attach(disposable));
        return attached;
    }

    /// <summary>Whether the scope owns the object.</summary>
    public bool Contains(IDisposable disposable)
    {
        lock (_owned)
        {
            return _owned.Contains(disposable);
        }
    }

    /// <summary>Disposes everything that the scope owns; the scope stays usable.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    /// <summary>Disposes everything that the scope owns except what is named, which stays owned.</summary>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <inheritdoc cref="DisposeEverythingBut(IDisposable[])"/>
    public void DisposeEverythingBut(IEnumerable<IDisposable> keep)
    {
        var kept = new HashSet<IDisposable>(keep, ReferenceEqualityComparer.Instance);
        foreach (var disposable in TakeAllBut(kept))
        {
            // A tensor still points here, so that its own Dispose does not count itself as outside.
            _manager.StatisticsOf(disposable).DisposedInScopeCount++;
            disposable.Dispose();
        }
    }

    /// <inheritdoc cref="DisposeEverythingBut(IDisposable[])"/>
    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut(new IDisposable[] { keep });
        return keep;
    }

    /// <summary>Ends the scope and disposes what it still owns.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        DisposeEverything();
        _manager.Remove(this);
    }

    /// <summary>Notes that an object of the scope was disposed by its user.</summary>
    internal void MarkAsDisposed(IDisposable disposable)
    {
        if (Remove(disposable))
        {
            DisposeScopeManager.Current.StatisticsOf(disposable).DisposedInScopeCount++;
        }
    }

    /// <summary>Puts <paramref name="successor"/> in the place of <paramref name="disposable"/>, which has given up its handle.</summary>
    internal void Replace(IDisposable disposable, IDisposable successor)
    {
        Remove(disposable);
        Add(successor);
    }

    internal void Add(IDisposable disposable)
    {
        lock (_owned)
        {
            _owned.Add(disposable);
        }
        if (disposable is torch.Tensor tensor)
        {
            tensor.OwningDisposeScope = this;
        }
    }

    private bool Remove(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor && tensor.OwningDisposeScope == this)
        {
            tensor.OwningDisposeScope = null;
        }
        lock (_owned)
        {
            return _owned.Remove(disposable);
        }
    }

    private void MoveAll(IEnumerable<IDisposable> disposables, DisposeScope? target)
    {
        foreach (var disposable in disposables)
        {
            Move(disposable, target);
        }
    }

    private void Move(IDisposable disposable, DisposeScope? target)
    {
        if (target == this || !Remove(disposable))
        {
            return;
        }
        if (target is null)
        {
            _manager.StatisticsOf(disposable).DetachedFromScopeCount++;
        }
        else
        {
            target.Add(disposable);
        }
    }

    private List<IDisposable> TakeAllBut(HashSet<IDisposable> kept)
    {
        lock (_owned)
        {
            var taken = _owned.Where(item => !kept.Contains(item)).ToList();
            taken.ForEach(disposable => _owned.Remove(disposable));
            return taken;
        }
    }
}
