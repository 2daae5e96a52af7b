using Quartz;
using TransferWeb.Core;

namespace TransferWeb.Jobs.Runs;

/// <summary>Calls runs through Quartz, whose triggers are kept in a database. A trigger holds nothing but the id.</summary>
public sealed class QuartzRunTrigger(ISchedulerFactory schedulers) : IRunTrigger
{
    /// <inheritdoc/>
    public async Task TriggerAsync(RunId run, CancellationToken cancellationToken = default)
    {
        IScheduler scheduler = await schedulers.GetScheduler(cancellationToken);
        ITrigger trigger = TriggerBuilder
            .Create()
            .ForJob(TrainRunJob.Key)
            .UsingJobData(TrainRunJob.RunData, run.ToString())
            .StartNow()
            .Build();
        await scheduler.ScheduleJob(trigger, cancellationToken: cancellationToken);
    }
}
