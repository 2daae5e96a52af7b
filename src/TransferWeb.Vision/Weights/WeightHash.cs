using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace TransferWeb.Vision.Weights;

/// <summary>SHA-256 of weight files, and torchvision's custom of naming a file by the first digits, mostly eight.</summary>
public static partial class WeightHash
{
    /// <summary>All 64 hex digits, lower case.</summary>
    public static string OfFile(string path)
    {
        using FileStream stream = new(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            bufferSize: 1 << 17,
            FileOptions.SequentialScan
        );
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>The digits at the end of names like <c>resnet18-f37072fd.pth</c>, or null.</summary>
    public static string? InName(string fileName) =>
        NamePattern().Match(fileName) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Throws where a hash does not begin with the expected digits; null expects nothing.</summary>
    /// <exception cref="WeightsException">They differ (<see cref="WeightsFault.WrongHash"/>).</exception>
    public static void Check(string fileName, string sha256, string? expectedStart)
    {
        if (expectedStart is not null && !sha256.StartsWith(expectedStart, StringComparison.Ordinal))
        {
            throw new WeightsException(
                WeightsFault.WrongHash,
                $"{fileName} is not the file it should be: its SHA-256 begins with {sha256[..8]} instead of {expectedStart[..8]}. Download it again."
            );
        }
    }

    [GeneratedRegex("-([0-9a-f]{8,64})\\.(?:pth|pt|th|safetensors)$")]
    private static partial Regex NamePattern();
}
