using System.Security.Cryptography;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Data;

namespace TransferWeb.Training.Checkpoints;

/// <summary>A name for all that decides a run's weights: its settings, its pictures and its pretrained start. What the run is called is not among it.</summary>
public static class RunFingerprint
{
    /// <summary>SHA-256 over all of it, in lower-case hex.</summary>
    public static string Of(RunSpec spec, TrainingData data, string? weightsSha256)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            JsonSerializer.SerializeToUtf8Bytes(
                spec with
                {
                    Name = "-",
                    UseCase = null,
                    WeightsFile = weightsSha256,
                    Data = spec.Data with { Folder = "-", SplitFile = null },
                },
                TransferWebJson.Line
            )
        );
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(data.Samples, TransferWebJson.Line));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
