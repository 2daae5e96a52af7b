using System.Security.Cryptography;
using TransferWeb.Tests;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Vision.Tests.Weights;

/// <summary>A weight file of a made-up backbone, some 200 kB, and what belongs to it.</summary>
internal static class TinyWeights
{
    public static BackboneSignature Signature { get; } =
        new(
            "tiny",
            new Dictionary<string, long[]>
            {
                ["body.weight"] = [100, 500],
                ["body.bias"] = [100],
                ["body.num_batches_tracked"] = [],
                ["fc.weight"] = [1000, 2],
            },
            "fc"
        );

    /// <summary>The file's bytes; the classifier has as many classes as asked for.</summary>
    public static byte[] Bytes(int classes = 1000, string bodyName = "body")
    {
        using TemporaryFolder folder = new();
        string path = folder.Combine("tiny.safetensors");
        byte[] body = new byte[100 * 500 * 4];
        new Random(classes).NextBytes(body);
        SafetensorsWriter.Write(
            path,
            [
                new($"{bodyName}.weight", WeightType.Float32, [100, 500], body),
                new($"{bodyName}.bias", WeightType.Float32, [100], new byte[400]),
                new("fc.weight", WeightType.Float32, [classes, 2], new byte[classes * 8]),
            ]
        );
        return File.ReadAllBytes(path);
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>A catalogue entry for <paramref name="bytes"/> at an address.</summary>
    public static WeightEntry Entry(Uri address, byte[] bytes, string? sha256 = null) =>
        new("tiny-made", "tiny", address, sha256 ?? Sha256(bytes), bytes.Length, "nothing", null, "MIT");
}
