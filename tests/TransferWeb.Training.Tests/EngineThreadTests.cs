using TransferWeb.Training;

namespace TransferWeb.Tests;

public sealed class EngineThreadTests
{
    [Fact]
    public void RunAsync_WhileAThreadIsLent_WorksOnThatThreadOneByOne()
    {
        int lender = Environment.CurrentManagedThreadId;
        List<int> order = [];

        int[] threads = EngineThread.Lend(async () =>
        {
            Task<int> first = EngineThread.RunAsync(() => Note(1));
            Task<int> second = EngineThread.RunAsync(() => Note(2));
            return await Task.WhenAll(first, second);
        });

        Assert.Equal([lender, lender], threads);
        Assert.Equal([1, 2], order);

        int Note(int number)
        {
            order.Add(number);
            return Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task RunAsync_WithoutALentThread_WorksOnOneOfItsOwn()
    {
        int caller = Environment.CurrentManagedThreadId;

        Assert.NotEqual(caller, await EngineThread.RunAsync(() => Environment.CurrentManagedThreadId));
    }

    [Fact]
    public async Task RunAsync_WorkThatFails_HandsItsExceptionOn()
    {
        Func<int> work = () => throw new FormatException("no");

        Assert.Throws<FormatException>(() => EngineThread.Lend(() => EngineThread.RunAsync(work)));
        await Assert.ThrowsAsync<FormatException>(() => EngineThread.RunAsync(work));
    }

    [Fact]
    public void Lend_Twice_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() =>
            EngineThread.Lend(() => EngineThread.RunAsync(() => EngineThread.Lend(() => Task.FromResult(1))))
        );
}
