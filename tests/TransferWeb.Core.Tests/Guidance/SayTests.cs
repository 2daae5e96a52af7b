using TransferWeb.Core.Guidance;

namespace TransferWeb.Core.Tests.Guidance;

public sealed class SayTests
{
    [Theory]
    [InlineData(0, "0 pictures")]
    [InlineData(1, "1 picture")]
    [InlineData(1265, "1,265 pictures")]
    public void Count_Number_TakesThePlural(long number, string said) => Assert.Equal(said, Say.Count(number, "picture"));

    [Fact]
    public void Count_OddPlural_IsUsed() => Assert.Equal("2 classes", Say.Count(2, "class", "classes"));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.001, "1 %")]
    [InlineData(0.834, "83 %")]
    [InlineData(0.835, "84 %")]
    [InlineData(0.999, "99 %")]
    [InlineData(1, "100 %")]
    public void Percent_Share_NeverClaimsAllOrNothing(double share, string said) => Assert.Equal(said, Say.Percent(share));

    [Fact]
    public void Percent_OneDecimal_KeepsIt()
    {
        Assert.Equal("71.9 %", Say.Percent(0.71878, 1));
        Assert.Equal("99.9 %", Say.Percent(0.99999, 1));
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1_200, "1.2 kB")]
    [InlineData(14_213_000, "14 MB")]
    [InlineData(999_700, "1.0 MB")]
    [InlineData(2_500_000_000, "2.5 GB")]
    public void Bytes_Size_HasAUnit(long bytes, string said) => Assert.Equal(said, Say.Bytes(bytes));

    [Theory]
    [InlineData(0, "a few seconds")]
    [InlineData(12, "about 15 seconds")]
    [InlineData(54.9, "about 55 seconds")]
    [InlineData(60, "about a minute")]
    [InlineData(200, "about 3 minutes")]
    [InlineData(3600, "about an hour")]
    [InlineData(7300, "about 2 hours")]
    [InlineData(400_000, "about 5 days")]
    public void About_Seconds_IsRounded(double seconds, string said) => Assert.Equal(said, Say.About(seconds));

    [Theory]
    [InlineData(0.0004, "1 ms")]
    [InlineData(0.295, "295 ms")]
    [InlineData(4.24, "4.2 s")]
    [InlineData(38.4, "38 s")]
    [InlineData(372, "6 min 12 s")]
    [InlineData(7500, "2 h 5 min")]
    public void Duration_Seconds_IsExactEnough(double seconds, string said) => Assert.Equal(said, Say.Duration(seconds));

    [Theory]
    [InlineData(10, "just now")]
    [InlineData(90, "1 minute ago")]
    [InlineData(7200, "2 hours ago")]
    [InlineData(90_000, "yesterday")]
    [InlineData(400_000, "4 days ago")]
    [InlineData(2_000_000, "6 February 2026")]
    public void Ago_Seconds_IsSaidAsAPersonWould(int seconds, string said)
    {
        DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(said, Say.Ago(now.AddSeconds(-seconds), now));
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a and b", new[] { "a", "b" })]
    [InlineData("a, b, c and d", new[] { "a", "b", "c", "d" })]
    [InlineData("a, b, c and 3 more", new[] { "a", "b", "c", "d", "e", "f" })]
    public void List_Items_ReadLikeASentence(string said, string[] items) => Assert.Equal(said, Say.List(items));

    [Theory]
    [InlineData(2_052, "2,052 weights", "2,052")]
    [InlineData(147_968, "148 thousand weights", "148 k")]
    [InlineData(11_689_512, "11.7 million weights", "11.7 M")]
    public void Weights_Number_IsRounded(long number, string said, string brief)
    {
        Assert.Equal(said, Say.Weights(number));
        Assert.Equal(brief, Say.Weights(number, withNoun: false));
    }
}
