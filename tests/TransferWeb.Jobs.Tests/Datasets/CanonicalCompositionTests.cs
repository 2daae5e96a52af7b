using TransferWeb.Jobs.Datasets;

namespace TransferWeb.Jobs.Tests.Datasets;

public sealed class CanonicalCompositionTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("Ka\u0308fer", "Käfer")]
    [InlineData("Vie\u0323\u0302t", "Việt")]
    [InlineData("\u30AB\u3099", "\u30AC")]
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF", "한글")]
    [InlineData("\u0915\u093C", "\u0915\u093C")]
    [InlineData("x\u0308", "ẍ")]
    [InlineData("q\u0308", "q\u0308")]
    [InlineData("\u0308a", "\u0308a")]
    [InlineData("Käfer 😀", "Käfer 😀")]
    public void Compose_Text_IsItsNormalFormC(string text, string composed) =>
        Assert.Equal(composed, CanonicalComposition.Compose(text));
}
