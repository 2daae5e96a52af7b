using Spectre.Console;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Events;

namespace TransferWeb.Worker.Display;

/// <summary>Shows a run to a person in a terminal: a bar with an estimate for each long step, and notes as they come.</summary>
internal sealed class RunDisplay : IRunEventSink
{
    private readonly ProgressContext context;
    private readonly Dictionary<RunPhase, ProgressTask> tasks = [];

    private RunDisplay(ProgressContext context) => this.context = context;

    /// <summary>Shows bars while the work goes on, or plain lines where the output is no terminal.</summary>
    public static Task<T> ShowAsync<T>(Func<IRunEventSink, Task<T>> work) =>
        Console.IsOutputRedirected
            ? work(new PlainDisplay(Console.Out))
            : AnsiConsole
                .Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new RemainingTimeColumn()
                )
                .StartAsync(context => work(new RunDisplay(context)));

    /// <inheritdoc/>
    public void Emit(RunEvent runEvent)
    {
        if (RunWords.Describe(runEvent) is { } sentence)
        {
            AnsiConsole.WriteLine(sentence);
        }
        else if (runEvent is PhaseProgressed progress && RunWords.Of(progress.Phase) is { } name)
        {
            ProgressTask task = Find(progress.Phase, name);
            task.MaxValue = progress.Total;
            task.Value = progress.Done;
        }
        else if (runEvent is EpochCompleted epoch)
        {
            string words = RunWords.Describe(epoch);
            ProgressTask task = Find(RunPhase.Fit, words);
            task.Description = words;
            task.Value = task.MaxValue * epoch.Epoch / epoch.Epochs;
        }
    }

    private ProgressTask Find(RunPhase phase, string name)
    {
        if (!tasks.TryGetValue(phase, out ProgressTask? task))
        {
            tasks[phase] = task = context.AddTask(name);
        }

        return task;
    }
}
