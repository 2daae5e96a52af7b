namespace TransferWeb.Training.Data;

/// <summary>Some samples with their labels, taken through the network together.</summary>
public interface IBatch
{
    /// <summary>The samples' places in the source's list; empty where none of them could be read.</summary>
    IReadOnlyList<int> Rows { get; }

    /// <summary>Makes the tensors in the current dispose scope: what the network takes, and the class indices (int64, [N]).</summary>
    (Tensor Inputs, Tensor Labels) Load();
}

/// <summary>Gives the samples of a split, batch by batch. The same seed and epoch give the same batches in the same order.</summary>
public interface IBatchSource
{
    /// <summary>Number of samples.</summary>
    int Samples { get; }

    /// <summary>Number of batches in an epoch.</summary>
    int Batches { get; }

    /// <summary>The batches of one epoch (counted from 1).</summary>
    IEnumerable<IBatch> Read(int epoch);
}
