using System.Runtime.InteropServices;
using TransferWeb.Training.Data;
using TransferWeb.Training.Events;
using TransferWeb.Vision;

namespace TransferWeb.Training.Features;

/// <summary>
/// What a network's still stages make of pictures that never vary: computed once, read in every epoch after. Maps are kept as float32, in memory or in a file, as a
/// <see cref="FeatureTable"/> keeps features.
/// </summary>
public sealed class StageMaps : IDisposable
{
    // Of the space that is free; pictures that are kept may take as much.
    private const int ShareOfDisk = 4;

    private readonly FeatureTable table;
    private readonly long[] shape;
    private readonly Device device;

    private StageMaps(FeatureTable table, long[] shape, Device device) =>
        (this.table, this.shape, this.device) = (table, shape, device);

    /// <summary>Computes the maps of all of a source's pictures.</summary>
    /// <param name="source">Unshuffled batches. In the same batches the same pictures have the same maps, bit for bit.</param>
    /// <param name="stages">From normalised pictures [N, 3, S, S] to maps [N, …] in float32.</param>
    /// <param name="device">Where maps are wanted.</param>
    /// <param name="folder">Where many maps take their space.</param>
    /// <param name="progress">Told about each batch.</param>
    /// <param name="cancellation">Looked at after each batch.</param>
    /// <returns>Null where the disk has no room for so many: they are then computed in each epoch.</returns>
    public static StageMaps? Compute(
        PictureBatches source,
        Func<Tensor, Tensor> stages,
        Device device,
        string folder,
        PhaseProgress progress,
        CancellationToken cancellation
    )
    {
        StageMaps? maps = null;
        try
        {
            using IDisposable mode = no_grad();
            foreach (PictureBatch batch in source.ReadPictures(1))
            {
                cancellation.ThrowIfCancellationRequested();
                if (batch.Rows.Count > 0)
                {
                    using DisposeScope scope = NewDisposeScope();
                    Tensor map = Plain(stages(batch.LoadPictures(ScalarType.Float32)));
                    maps ??= Open(source.Samples, map.shape[1..], device, folder);
                    if (maps is null)
                    {
                        return null;
                    }

                    maps.table.Set(batch.Rows, MemoryMarshal.Cast<byte, float>(map.cpu().bytes));
                }

                progress.Advance(batch.Asked);
            }

            return maps;
        }
        catch (IOException)
        {
            // Computing them again is slower, but never wrong: a full disk must not end a run for this.
            maps?.Dispose();
            return null;
        }
        catch
        {
            maps?.Dispose();
            throw;
        }
    }

    /// <summary>Whether the picture could be decoded.</summary>
    /// <param name="row">Its place among the source's samples.</param>
    public bool Has(int row) => table.Has(row);

    /// <summary>The maps of some pictures [N, …], in the current dispose scope.</summary>
    /// <param name="rows">Their places among the source's samples.</param>
    public Tensor Load(IReadOnlyList<int> rows)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = empty([rows.Count, .. shape], dtype: ScalarType.Float32);
        table.Read([.. rows], MemoryMarshal.Cast<byte, float>(maps.bytes));
        maps = maps.to(device);
        return (maps.dim() == 4 ? maps.permute(0, 3, 1, 2) : maps).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();

    private static StageMaps? Open(int rows, long[] shape, Device device, string folder)
    {
        long numbers = shape.Aggregate(1L, (product, side) => product * side);
        long bytes = rows * numbers * sizeof(float);
        return bytes > FeatureTable.MostInMemory && bytes > DiskSpace.FreeBytes(folder) / ShareOfDisk
            ? null
            : new StageMaps(new FeatureTable(rows, (int)numbers, folder), shape, device);
    }

    /// <summary>In the order in which networks lay maps out in memory, channels last, so that they are kept and given back as they are.</summary>
    private static Tensor Plain(Tensor map) => (map.dim() == 4 ? map.permute(0, 2, 3, 1) : map).contiguous();
}
