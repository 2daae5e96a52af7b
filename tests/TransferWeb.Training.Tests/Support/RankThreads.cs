using TransferWeb.Tests;
using TransferWeb.Torch;
using TransferWeb.Training.Ranks;

namespace TransferWeb.Training.Tests.Support;

/// <summary>Processes that train together, as threads of this one: to the exchanges that makes no difference.</summary>
internal static class RankThreads
{
    private const double TimeoutSeconds = 60;

    /// <summary>Does the work in every process, and gives what each returned.</summary>
    public static T[] Together<T>(TemporaryFolder folder, int size, Func<RankGroup, T> work)
    {
        string store = folder.Combine("store");
        Task<T>[] members =
        [
            .. Enumerable
                .Range(0, size)
                .Select(rank =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            RankPlace place = new(rank, size, ProcessGroup.Gloo, store, TimeoutSeconds);
                            using RankGroup group = RankGroup.Join(place, CPU);
                            return work(group);
                        },
                        TaskCreationOptions.LongRunning
                    )
                ),
        ];
        Assert.True(Task.WhenAll(members).ContinueWith(_ => { }).Wait(TimeSpan.FromMinutes(2)), "The processes hang.");
        Task.WaitAll(members);
        return [.. members.Select(member => member.Result)];
    }
}
