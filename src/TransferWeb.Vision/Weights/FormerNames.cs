using System.Text.RegularExpressions;

namespace TransferWeb.Vision.Weights;

/// <summary>Tensor names that torchvision has changed since it published the files that carry them: DenseNet's and the vision transformer's.</summary>
internal static partial class FormerNames
{
    /// <summary>The name as torchvision spells it today; the same where it never changed.</summary>
    public static string Today(string name)
    {
        string joined = DenseLayer().Replace(name, "$1$2");
        return Transformer().Replace(joined, match => match.Groups[1].Value == "1" ? ".mlp.0." : ".mlp.3.");
    }

    // features.denseblock1.denselayer2.norm.1.weight, today norm1.
    [GeneratedRegex(@"(?<=denselayer\d+\.)(norm|relu|conv)\.([12])(?=\.)")]
    private static partial Regex DenseLayer();

    // encoder.layers.encoder_layer_0.mlp.linear_1.weight, today mlp.0.
    [GeneratedRegex(@"(?<=encoder_layer_\d+)\.mlp\.linear_([12])\.")]
    private static partial Regex Transformer();
}
