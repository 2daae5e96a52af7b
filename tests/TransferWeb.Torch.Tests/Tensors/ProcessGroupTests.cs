using System.Diagnostics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Tensors;

/// <summary>Groups whose members are threads of this process: to Gloo that makes no difference.</summary>
public sealed class ProcessGroupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("transferweb-group-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void AllReduce_OfTwoTensors_GivesEveryMemberTheSums(int size)
    {
        var sums = new double[size][];

        Together(
            size,
            group =>
            {
                using var scope = NewDisposeScope();
                var first = ones(1000) * (group.Rank + 1);
                var second = tensor(new[] { group.Rank, 0.5 });
                group.AllReduce(first, second);
                sums[group.Rank] = [first.min().ToSingle(), first.max().ToSingle(), .. second.data<double>()];
            }
        );

        double whole = size * (size + 1) / 2;
        Assert.All(sums, sum => Assert.Equal([whole, whole, whole - size, 0.5 * size], sum));
    }

    [Fact]
    public void Broadcast_GivesEveryMemberWhatTheFirstHas()
    {
        var copies = new long[2][];

        Together(
            2,
            group =>
            {
                using var scope = NewDisposeScope();
                var numbers = tensor(new[] { 7L + group.Rank, 8L + group.Rank });
                group.Broadcast(numbers);
                group.Barrier();
                copies[group.Rank] = [.. numbers.data<long>()];
            }
        );

        Assert.All(copies, copy => Assert.Equal([7L, 8L], copy));
    }

    [Fact]
    public void AllReduce_WhereTheOtherHasLeft_Fails()
    {
        var failure = Assert.ThrowsAny<Exception>(() =>
            Together(
                2,
                group =>
                {
                    if (group.Rank == 0)
                    {
                        using var numbers = ones(10);
                        group.AllReduce(numbers);
                    }
                }
            )
        );

        Assert.IsType<ExternalException>(Assert.IsType<AggregateException>(failure).InnerException);
    }

    [Fact]
    public void Join_WhereNobodyElseComes_FailsAfterItsTime()
    {
        var began = Stopwatch.GetTimestamp();

        Assert.Throws<ExternalException>(() =>
            ProcessGroup.Join(ProcessGroup.Gloo, Path.Combine(_folder, "alone"), 0, 2, TimeSpan.FromMilliseconds(200))
        );

        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.1, 60);
    }

    [Fact]
    public void Join_WithABackendThatIsNotThere_SaysSo()
    {
        var failure = Assert.Throws<ExternalException>(() =>
            ProcessGroup.Join("pigeons", Path.Combine(_folder, "none"), 0, 1, TimeSpan.FromSeconds(1))
        );

        Assert.Contains("cannot work with several processes over pigeons", failure.Message, StringComparison.Ordinal);
        Assert.False(ProcessGroup.IsAvailable("pigeons"));
    }

    [Fact]
    public void AllReduce_AfterLeaving_Throws()
    {
        var group = ProcessGroup.Join(ProcessGroup.Gloo, Path.Combine(_folder, "one"), 0, 1, TimeSpan.FromSeconds(10));
        group.Dispose();

        Assert.Throws<ObjectDisposedException>(group.Barrier);
    }

    private void Together(int size, Action<ProcessGroup> work)
    {
        var file = Path.Combine(_folder, "store");
        Task[] members =
        [
            .. Enumerable
                .Range(0, size)
                .Select(rank =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            using var group = ProcessGroup.Join(ProcessGroup.Gloo, file, rank, size, TimeSpan.FromSeconds(30));
                            work(group);
                        },
                        TaskCreationOptions.LongRunning
                    )
                ),
        ];
        Assert.True(Task.WhenAll(members).ContinueWith(_ => { }).Wait(TimeSpan.FromMinutes(2)), "The members hang.");
        Task.WaitAll(members);
    }
}
