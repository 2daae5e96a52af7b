using TransferWeb.Core.Datasets;
using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Ranks;

/// <summary>All that a process beside the first needs to know of its run. What the first has decided or measured is settled in it.</summary>
public sealed record RankDocument
{
    /// <summary>Where the process stands among the others.</summary>
    public required RankPlace Place { get; init; }

    /// <summary>The run, with every setting filled in.</summary>
    public required RunSpec Spec { get; init; }

    /// <summary>The run's folder; only read here.</summary>
    public required string Folder { get; init; }

    /// <summary>The classes in the order of the network's outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The pictures, in the order in which the first process has them.</summary>
    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>What a checkpoint that is gone on from must be of.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether the run goes on from its last checkpoint.</summary>
    public required bool Resume { get; init; }

    /// <summary>The device that this process computes on.</summary>
    public string Device => RunDevices.Of(Spec.Device)[Place.Rank];
}

/// <summary>Where a process stands among those of its run, and how they find each other.</summary>
/// <param name="Rank">Its number; the first's is 0.</param>
/// <param name="Size">How many there are.</param>
/// <param name="Backend">How they exchange: gloo or nccl.</param>
/// <param name="StoreFile">The file through which they meet.</param>
/// <param name="TimeoutSeconds">How long one waits for the others in any one exchange.</param>
public sealed record RankPlace(int Rank, int Size, string Backend, string StoreFile, double TimeoutSeconds);
