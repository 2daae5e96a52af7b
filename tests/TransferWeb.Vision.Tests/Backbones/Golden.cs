using System.Text.Json;

namespace TransferWeb.Tests.Backbones;

/// <summary>Golden numbers of one network, as <c>fixtures/golden/make_backbone_goldens.py</c> writes and explains them.</summary>
internal sealed record Golden(
    string Name,
    int Side,
    int BatchSide,
    long Parameters,
    long Macs,
    uint Names,
    double[] Initial,
    double[][] Norms,
    double[] Logits,
    double[] TrainedLogits,
    string Batch,
    double[] Gradients
)
{
    public static Golden Read(string name) =>
        JsonSerializer.Deserialize<Golden>(
            File.ReadAllText(TestData.Fixture("golden", "backbones", $"{name}.json")),
            JsonSerializerOptions.Web
        )!;

    /// <summary>The largest difference, in parts of the largest golden number.</summary>
    public static double Difference(IEnumerable<double> golden, IEnumerable<double> actual)
    {
        (double Golden, double Actual)[] pairs = [.. golden.Zip(actual)];
        return pairs.Max(pair => Math.Abs(pair.Golden - pair.Actual)) / pairs.Max(pair => Math.Abs(pair.Golden));
    }
}
