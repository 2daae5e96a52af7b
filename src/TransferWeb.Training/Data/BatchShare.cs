namespace TransferWeb.Training.Data;

/// <summary>The part of each batch that one of several processes computes. Together the parts are the batch, each picture in one of them.</summary>
/// <param name="Rank">The process's number, from 0.</param>
/// <param name="Size">How many processes there are.</param>
public sealed record BatchShare(int Rank, int Size)
{
    // Norm layers cannot tell a spread from one sample.
    private const int Fewest = 2;

    /// <summary>This process's part, in the batch's order. Of a batch too small to give everybody two, the last processes get none.</summary>
    public int[] Of(int[] batch)
    {
        int sharing = Math.Clamp(batch.Length / Fewest, 1, Size);
        return Rank < sharing ? batch[Edge(Rank)..Edge(Rank + 1)] : [];

        int Edge(int place) => (int)((long)batch.Length * place / sharing);
    }
}
