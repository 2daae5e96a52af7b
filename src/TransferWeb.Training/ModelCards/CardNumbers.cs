using System.Globalization;

namespace TransferWeb.Training.ModelCards;

/// <summary>How a card writes numbers.</summary>
internal static class CardNumbers
{
    /// <summary><c>95.4 %</c>.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Up to six digits after the point.</summary>
    public static string Number(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "none";
}
