using System.Collections.Concurrent;

namespace TransferWeb.Training.Pretraining.Distillation;

/// <summary>
/// Prepares lessons ahead of their use on a thread of its own, so that teacher and student work side by side: two threads that rarely
/// wait for each other get more out of a busy machine than one operation divided by two.
/// </summary>
internal sealed class LessonStream : IDisposable
{
    private const int LessonsAhead = 3;
    private readonly BlockingCollection<Lesson> _ready = new(LessonsAhead);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private Exception? _failure;

    /// <summary>Begins.</summary>
    /// <param name="teacher">Who teaches.</param>
    /// <param name="crops">What about.</param>
    /// <param name="options">How many and how large.</param>
    /// <param name="firstStep">The step of the first lesson.</param>
    public LessonStream(Teacher teacher, CropMaker crops, DistillOptions options, int firstStep)
    {
        _thread = new Thread(() => TeachAll(teacher, crops, options, firstStep)) { IsBackground = true, Name = "teacher" };
        _thread.Start();
    }

    /// <summary>The lessons in order, each when it is ready. The caller disposes them.</summary>
    public IEnumerable<Lesson> Lessons()
    {
        foreach (Lesson lesson in _ready.GetConsumingEnumerable())
        {
            yield return lesson;
        }

        if (_failure is not null)
        {
            throw new InvalidOperationException("Preparing a lesson failed.", _failure);
        }
    }

    /// <summary>Stops teaching and waits for it to end.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        while (_ready.TryTake(out Lesson? lesson))
        {
            lesson.Dispose();
        }

        _ready.Dispose();
        _stop.Dispose();
    }

    private void TeachAll(Teacher teacher, CropMaker crops, DistillOptions options, int firstStep)
    {
        try
        {
            for (int step = firstStep; step < options.Steps; step++)
            {
                int side = options.SideAt(step);
                byte[] pixels = crops.Make(step, options.BatchSize, side);
                Hand(teacher.Teach(pixels, options.BatchSize, side));
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

    private void Hand(Lesson lesson)
    {
        try
        {
            _ready.Add(lesson, _stop.Token);
        }
        catch
        {
            lesson.Dispose();
            throw;
        }
    }
}
