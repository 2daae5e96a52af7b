namespace TorchSharp;

public static partial class torch
{
    /// <summary>Opens a scope that disposes, at its end, every tensor created in it on this thread and not moved out.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewDisposeScope();

    /// <summary>The thread's innermost scope, or null.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current.Innermost;

    /// <summary>Runs the function in a scope of its own; only the tensor it returns lives on.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expression)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(expression());
    }
}
