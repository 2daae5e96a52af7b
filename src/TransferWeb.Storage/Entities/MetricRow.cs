using TransferWeb.Core;
using TransferWeb.Core.Metrics;

namespace TransferWeb.Storage.Entities;

/// <summary>One recorded number of a run.</summary>
public sealed class MetricRow
{
    public long Id { get; init; }

    public required RunId RunId { get; init; }

    /// <summary>One of <see cref="MetricNames"/>.</summary>
    public required string Name { get; init; }

    public required Split Split { get; init; }

    public required long Step { get; init; }

    public required int Epoch { get; init; }

    /// <summary>Never NaN, which SQLite cannot hold.</summary>
    public required double Value { get; init; }
}
