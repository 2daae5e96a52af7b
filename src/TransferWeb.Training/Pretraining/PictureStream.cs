using System.Collections.Concurrent;

namespace TransferWeb.Training.Pretraining;

/// <summary>One step's pictures and labels.</summary>
/// <param name="Pixels">N x side x side x 3 bytes, R, G, B.</param>
/// <param name="Families">The family of each picture.</param>
/// <param name="Overlays">What lies on each picture.</param>
internal sealed record PictureBatch(byte[] Pixels, long[] Families, long[] Overlays);

/// <summary>Draws batches ahead of their use, on threads of its own. Which pictures come in which order depends on the seed alone.</summary>
internal sealed class PictureStream : IDisposable
{
    private const int BatchesAhead = 4;
    private readonly BlockingCollection<PictureBatch> _ready = new(BatchesAhead);
    private readonly CancellationTokenSource _stop = new();
    private readonly PictureMaker _maker;
    private readonly int _batchSize;
    private readonly ParallelOptions _parallel;
    private readonly Thread _drawer;
    private readonly float _rampBatches;
    private Exception? _failure;

    /// <summary>Begins drawing.</summary>
    /// <param name="maker">Draws one picture.</param>
    /// <param name="batches">Number of batches in all.</param>
    /// <param name="batchSize">Pictures a batch.</param>
    /// <param name="rampBatches">Over so many batches the pictures go from the plainest to the most varied; above 0.</param>
    /// <param name="threads">Threads that draw.</param>
    public PictureStream(PictureMaker maker, int batches, int batchSize, float rampBatches, int threads)
    {
        _rampBatches = rampBatches;
        _maker = maker;
        _batchSize = batchSize;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = _stop.Token };
        _drawer = new Thread(() => DrawAll(batches)) { IsBackground = true, Name = "picture drawer" };
        _drawer.Start();
    }

    /// <summary>The batches in order, each when it is ready.</summary>
    public IEnumerable<PictureBatch> Batches()
    {
        foreach (PictureBatch batch in _ready.GetConsumingEnumerable())
        {
            yield return batch;
        }

        if (_failure is not null)
        {
            throw new InvalidOperationException("Drawing a picture failed.", _failure);
        }
    }

    /// <summary>Stops drawing and waits for it to end.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _drawer.Join();
        _ready.Dispose();
        _stop.Dispose();
    }

    private void DrawAll(int batches)
    {
        try
        {
            for (int i = 0; i < batches; i++)
            {
                _ready.Add(Draw(i), _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody wants the rest.
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
        finally
        {
            _ready.CompleteAdding();
        }
    }

    private PictureBatch Draw(int number)
    {
        int pictureBytes = _maker.Side * _maker.Side * 3;
        PictureBatch batch = new(new byte[_batchSize * pictureBytes], new long[_batchSize], new long[_batchSize]);
        Parallel.For(
            0,
            _batchSize,
            _parallel,
            i =>
            {
                PictureLabels labels = _maker.Draw(
                    number * _batchSize + i,
                    Math.Min(1, number / _rampBatches),
                    batch.Pixels.AsSpan(i * pictureBytes, pictureBytes)
                );
                batch.Families[i] = labels.Family;
                batch.Overlays[i] = labels.Overlay;
            }
        );
        return batch;
    }
}
