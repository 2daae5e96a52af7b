namespace TransferWeb.Tests.Backbones;

/// <summary>The backbones by name, for theories over all of them; a new one is one more row here.</summary>
public static class BackboneRows
{
    private static readonly (string Name, bool IsLarge)[] Rows =
    [
        ("convnext_tiny", true),
        ("densenet121", false),
        ("dinov2_vits14", true),
        ("efficientnet_b0", false),
        ("efficientnet_b2", false),
        ("efficientnet_v2_s", true),
        ("mlp", false),
        ("mobilenet_v2", false),
        ("mobilenet_v3_large", false),
        ("mobilenet_v3_small", false),
        ("regnet_y_400mf", false),
        ("resnet101", true),
        ("resnet18", false),
        ("resnet34", true),
        ("resnet50", true),
        ("shufflenet_v2_x1_0", false),
        ("small_cnn", false),
        ("squeezenet1_0", false),
        ("squeezenet1_1", false),
        ("swin_t", true),
        ("transferweb_mini", false),
        ("vgg16", false),
        ("vgg16_top", true),
        ("vit_b_16", true),
    ];

    /// <summary>All, for what is quick also with large networks.</summary>
    public static IEnumerable<TheoryDataRow<string>> All => Rows.Select(row => new TheoryDataRow<string>(row.Name));

    /// <summary>All; those whose weights alone take a while are left to the slow tests.</summary>
    public static IEnumerable<TheoryDataRow<string>> LargeAreSlow => Rows.Select(row => Marked(row.Name, row.IsLarge));

    /// <summary>All that have golden numbers.</summary>
    public static IEnumerable<TheoryDataRow<string>> Golden => Rows.Where(HasGolden).Select(row => Marked(row.Name, false));

    /// <summary>All that have golden numbers; large ones are left to the slow tests.</summary>
    public static IEnumerable<TheoryDataRow<string>> LargeGoldenAreSlow =>
        Rows.Where(HasGolden).Select(row => Marked(row.Name, row.IsLarge));

    // Our own network exists nowhere else: there is nothing to compare it with.
    private static bool HasGolden((string Name, bool IsLarge) row) => row.Name != "transferweb_mini";

    private static TheoryDataRow<string> Marked(string name, bool isSlow)
    {
        TheoryDataRow<string> row = new(name);
        return isSlow ? row.WithTrait("Category", "Slow") : row;
    }
}
