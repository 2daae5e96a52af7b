using System.Security.Cryptography;
using System.Text;
using TransferWeb.Core.Datasets;

namespace TransferWeb.Training.Features;

/// <summary>Everything the features of a set of pictures depend on; nothing else. Paths, labels and splits are no part of it.</summary>
/// <param name="Backbone">The backbone's name.</param>
/// <param name="WeightsSha256">SHA-256 of the weight file.</param>
/// <param name="InputSize">Side of the input in pixels.</param>
/// <param name="ResizeSize">Short side before the crop in pixels.</param>
/// <param name="Precision">What the network computed with: <c>Float32</c> or <c>BFloat16</c>.</param>
public sealed record FeatureKey(string Backbone, string WeightsSha256, int InputSize, int ResizeSize, string Precision)
{
    // Counted up when the same inputs would give other features: another resampling, another layout of the file.
    private const int Version = 1;

    /// <summary>The name of the file that holds the features of these pictures in this order: 64 hexadecimal digits.</summary>
    public string NameFor(IReadOnlyList<Sample> samples)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.UTF8.GetBytes(
                FormattableString.Invariant($"{Version}|{Backbone}|{WeightsSha256}|{InputSize}|{ResizeSize}|{Precision}|")
            )
        );
        foreach (Sample sample in samples)
        {
            hash.AppendData(Convert.FromHexString(sample.Sha256));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
