using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Tensors;

public sealed class ScopeTests
{
    [Fact]
    public void Scope_AtItsEnd_DisposesWhatWasMadeInIt()
    {
        Tensor inner;
        using (NewDisposeScope())
        {
            inner = ones(2);
            Assert.False(inner.IsInvalid);
        }

        Assert.True(inner.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => inner.shape);
    }

    [Fact]
    public void MoveToOuter_FromInnerScope_LivesUntilTheOuterEnds()
    {
        Tensor kept;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                kept = ones(2).MoveToOuterDisposeScope();
            }
            Assert.False(kept.IsInvalid);
            Assert.True(outer.Contains(kept));
            Assert.Equal(1, outer.DisposablesCount);
        }

        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void MoveToOuter_SeveralObjects_KeepsTheirTypesAndOrder()
    {
        using var outer = NewDisposeScope();
        var inner = NewDisposeScope();

        var (first, second, third) = inner.MoveToOuter(ones(1), ones(2), ones(3));
        inner.Dispose();

        Assert.Equal([1L, 2L, 3L], new[] { first, second, third }.Select(tensor => tensor.size(0)));
        Assert.Equal(3, outer.DisposablesCount);
    }

    [Fact]
    public void Detach_FromScope_IsTheCallersToDispose()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            kept = ones(2).DetachFromDisposeScope();
        }

        Assert.False(kept.IsInvalid);
        kept.Dispose();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void Attach_FreeTensor_IsDisposedWithTheScope()
    {
        var free = ones(2);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(free);
        }

        Assert.True(free.IsInvalid);
    }

    [Fact]
    public void DisposeEverythingBut_OneTensor_KeepsItOwned()
    {
        using var scope = NewDisposeScope();
        var kept = ones(1);
        var other = ones(1);

        scope.DisposeEverythingBut(kept);

        Assert.False(kept.IsInvalid);
        Assert.True(other.IsInvalid);
        Assert.True(scope.Contains(kept));
    }

    [Fact]
    public void Dispose_ByHand_LeavesTheScope()
    {
        using var scope = NewDisposeScope();
        var gone = ones(1);

        gone.Dispose();
        gone.Dispose();

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Scopes_EndedOutOfTurn_DisposeTheirOwn()
    {
        var outer = NewDisposeScope();
        var first = ones(1);
        var inner = NewDisposeScope();
        var second = ones(1);

        outer.Dispose();
        Assert.True(first.IsInvalid);
        Assert.False(second.IsInvalid);
        Assert.Same(inner, CurrentDisposeScope);

        inner.Dispose();
        Assert.True(second.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void WrappedTensorDisposeScope_Expression_KeepsOnlyItsResult()
    {
        using var scope = NewDisposeScope();

        var result = WrappedTensorDisposeScope(() => (ones(2) + ones(2)) * 3);

        Assert.Equal(1, scope.DisposablesCount);
        Assert.Equal([6f, 6f], result.data<float>().ToArray());
    }

    [Fact]
    public void Alias_OfDisposedTensor_KeepsTheData()
    {
        var original = ones(2);
        using var alias = original.alias();

        original.Dispose();

        Assert.Equal([1f, 1f], alias.data<float>().ToArray());
    }

    [Fact]
    public void Scopes_OfOtherThreads_AreTheirOwn()
    {
        using var scope = NewDisposeScope();
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() => Work(failures))).ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Empty(failures);
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Tensor_DisposedOnAnotherThread_LeavesItsScope()
    {
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 200).Select(_ => ones(1)).ToArray();

        Parallel.ForEach(tensors, tensor => tensor.Dispose());

        Assert.Equal(0, scope.DisposablesCount);
        Assert.All(tensors, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void Statistics_OfAThread_CountWhatItMade()
    {
        DisposeScopeStatistics? counted = null;
        var thread = new Thread(() =>
        {
            ones(1).Dispose();
            using (NewDisposeScope())
            {
                ones(1);
                ones(1).DetachFromDisposeScope().Dispose();
            }
            counted = DisposeScopeManager.Statistics.TensorStatistics;
        });
        thread.Start();
        thread.Join();

        Assert.Equal(1, counted!.CreatedOutsideScopeCount);
        Assert.Equal(2, counted.CreatedInScopeCount);
        Assert.Equal(1, counted.DisposedInScopeCount);
        Assert.Equal(2, counted.DisposedOutsideScopeCount);
        Assert.Equal(1, counted.DetachedFromScopeCount);
        Assert.Equal(0, counted.ThreadTotalLiveCount);
    }

    private static void Work(List<Exception> failures)
    {
        try
        {
            for (var i = 0; i < 200; i++)
            {
                using var outer = NewDisposeScope();
                Tensor kept;
                using (NewDisposeScope())
                {
                    kept = (ones(4) * i).sum().MoveToOuterDisposeScope();
                }
                Assert.Equal(1, outer.DisposablesCount);
                Assert.Equal(4f * i, kept.item<float>());
            }
        }
        catch (Exception failure)
        {
            lock (failures)
            {
                failures.Add(failure);
            }
        }
    }
}
