namespace TransferWeb.Training.Tests.Support;

/// <summary>A clock that stands still until it is told.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan passed) => ticks += passed.Ticks;

    public override long GetTimestamp() => ticks;
}
