using System.Globalization;

namespace TransferWeb.Core.Guidance;

/// <summary>Numbers as a person reads them: grouped, with units, never more precise than they are.</summary>
public static class Say
{
    /// <summary><c>1,265 pictures</c>, <c>1 picture</c>; the plural is the noun and an s, where none is given.</summary>
    public static string Count(long number, string noun, string? plural = null) =>
        $"{Number(number)} {(number == 1 ? noun : plural ?? noun + "s")}";

    /// <summary><c>1,265</c>.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of weights as <c>11.7 million weights</c>, <c>148 thousand weights</c>; without the noun, <c>11.7 M</c>, <c>148 k</c>.</summary>
    public static string Weights(long number, bool withNoun = true)
    {
        (double value, string word, string letter) = number switch
        {
            >= 1_000_000 => (number / 1e6, " million", " M"),
            >= 10_000 => (number / 1e3, " thousand", " k"),
            _ => (number, "", ""),
        };
        string digits =
            number >= 1_000_000 && value < 100
                ? value.ToString("F1", CultureInfo.InvariantCulture)
                : Number((long)Math.Round(value));
        return withNoun ? $"{digits}{word} weights" : digits + letter;
    }

    /// <summary>A share of 0 to 1 as <c>91 %</c>; with one decimal where <paramref name="decimals"/> is 1. Never rounds up to 100 % or down to 0 %.</summary>
    public static string Percent(double share, int decimals = 0)
    {
        double percent = Math.Round(share * 100, decimals, MidpointRounding.AwayFromZero);
        double smallest = Math.Pow(10, -decimals);
        if (percent >= 100 && share < 1)
        {
            percent = 100 - smallest;
        }
        else if (percent <= 0 && share > 0)
        {
            percent = smallest;
        }

        return percent.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>A number of bytes as <c>12 MB</c> (powers of 1,000).</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["bytes", "kB", "MB", "GB", "TB"];
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        string format = unit == 0 || value >= 10 ? "F0" : "F1";
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + units[unit];
    }

    /// <summary>A length of time that is only estimated: <c>a few seconds</c>, <c>about 40 seconds</c>, <c>about 3 minutes</c>, <c>about 2 hours</c>.</summary>
    public static string About(double seconds) =>
        seconds switch
        {
            < 5 => "a few seconds",
            < 55 => $"about {Number((long)Math.Ceiling(seconds / 5) * 5)} seconds",
            < 90 => "about a minute",
            < 55 * 60 => $"about {Count((long)Math.Round(seconds / 60), "minute")}",
            < 90 * 60 => "about an hour",
            < 36 * 3600 => $"about {Count((long)Math.Round(seconds / 3600), "hour")}",
            _ => $"about {Count((long)Math.Round(seconds / 86400), "day")}",
        };

    /// <summary>A length of time that was measured: <c>12 ms</c>, <c>4.2 s</c>, <c>38 s</c>, <c>6 min 12 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Duration(double seconds)
    {
        if (seconds < 1)
        {
            return $"{Math.Max(1, (long)Math.Round(seconds * 1000))} ms";
        }

        if (seconds < 10)
        {
            return seconds.ToString("F1", CultureInfo.InvariantCulture) + " s";
        }

        long whole = (long)Math.Round(seconds);
        return whole switch
        {
            < 60 => $"{whole} s",
            < 3600 => $"{whole / 60} min {whole % 60} s",
            _ => $"{whole / 3600} h {whole % 3600 / 60} min",
        };
    }

    /// <summary>How long ago: <c>just now</c>, <c>5 minutes ago</c>, <c>yesterday</c>, <c>12 March 2026</c>.</summary>
    public static string Ago(DateTimeOffset then, DateTimeOffset now)
    {
        TimeSpan passed = now - then;
        return passed.TotalSeconds switch
        {
            < 60 => "just now",
            < 3600 => $"{Count((long)passed.TotalMinutes, "minute")} ago",
            < 86400 => $"{Count((long)passed.TotalHours, "hour")} ago",
            < 2 * 86400 => "yesterday",
            < 14 * 86400 => $"{Count((long)passed.TotalDays, "day")} ago",
            _ => then.ToString("d MMMM yyyy", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>A list as a sentence has it: <c>a, b and c</c>; past <paramref name="most"/> entries, <c>a, b and 4 more</c>.</summary>
    public static string List(IReadOnlyCollection<string> items, int most = 4)
    {
        if (items.Count <= 1)
        {
            return string.Concat(items);
        }

        bool cut = items.Count > most;
        string last = cut ? $"{items.Count - most + 1} more" : items.Last();
        return string.Join(", ", items.Take(cut ? most - 1 : items.Count - 1)) + " and " + last;
    }
}
