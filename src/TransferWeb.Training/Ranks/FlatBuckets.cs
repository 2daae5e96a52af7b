namespace TransferWeb.Training.Ranks;

/// <summary>Takes many tensors through an exchange in a few long pieces: each call between processes costs the same, however short it is.</summary>
internal static class FlatBuckets
{
    /// <summary>Bytes of a piece, as PyTorch's DistributedDataParallel has them.</summary>
    private const long Bytes = 25 << 20;

    /// <summary>Lays the tensors end to end, lets each piece be changed in place, and copies the result back into them.</summary>
    /// <param name="tensors">In the same order, types and shapes in every process.</param>
    /// <param name="exchange">Changes a contiguous tensor [n] in place.</param>
    public static void Exchange(IEnumerable<Tensor> tensors, Action<Tensor> exchange)
    {
        using IDisposable mode = no_grad();
        foreach (IReadOnlyList<Tensor> bucket in tensors.GroupBy(t => t.dtype).SelectMany(group => Cut(group)))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor flat = cat([.. bucket.Select(t => t.detach().flatten())]);
            exchange(flat);
            long at = 0;
            foreach (Tensor tensor in bucket)
            {
                long count = tensor.numel();
                tensor.copy_(flat.narrow(0, at, count).view(tensor.shape));
                at += count;
            }
        }
    }

    private static IEnumerable<IReadOnlyList<Tensor>> Cut(IEnumerable<Tensor> tensors)
    {
        List<Tensor> bucket = [];
        long bytes = 0;
        foreach (Tensor tensor in tensors)
        {
            long more = tensor.numel() * tensor.element_size();
            if (bucket.Count > 0 && bytes + more > Bytes)
            {
                yield return bucket;
                (bucket, bytes) = ([], 0);
            }

            bucket.Add(tensor);
            bytes += more;
        }

        if (bucket.Count > 0)
        {
            yield return bucket;
        }
    }
}
