using System.Globalization;
using System.Text;

namespace TransferWeb.Jobs.Datasets;

/// <summary>
/// Composes letters and the marks that follow them into one character, as Unicode's normal form C does for text whose marks stand in canonical order: what macOS
/// writes into archives. The runtime's own normalization needs ICU, which this program does without.
/// The pairs in <c>canonical-compositions.txt</c> are the primary composites of Unicode 14: base, mark, composite.
/// </summary>
internal static class CanonicalComposition
{
    private const int LeadBase = 0x1100;
    private const int LeadCount = 19;
    private const int VowelBase = 0x1161;
    private const int VowelCount = 21;
    private const int TailBase = 0x11A7;
    private const int TailCount = 28;
    private const int SyllableBase = 0xAC00;
    private static readonly Lazy<Dictionary<(int, int), int>> Pairs = new(Read);

    /// <summary>The text with what can be composed composed.</summary>
    public static string Compose(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text;
        }

        List<Rune> composed = [];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (composed.Count > 0 && Combine(composed[^1].Value, rune.Value) is { } one)
            {
                composed[^1] = new Rune(one);
            }
            else
            {
                composed.Add(rune);
            }
        }

        return string.Concat(composed.Select(r => r.ToString()));
    }

    private static int? Combine(int first, int second)
    {
        int lead = first - LeadBase;
        int vowel = second - VowelBase;
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
        {
            return SyllableBase + (lead * VowelCount + vowel) * TailCount;
        }

        int syllable = first - SyllableBase;
        int tail = second - TailBase;
        if (syllable is >= 0 and < LeadCount * VowelCount * TailCount && syllable % TailCount == 0 && tail is > 0 and < TailCount)
        {
            return first + tail;
        }

        return Pairs.Value.TryGetValue((first, second), out int one) ? one : null;
    }

    private static Dictionary<(int, int), int> Read()
    {
        using Stream table = typeof(CanonicalComposition).Assembly.GetManifestResourceStream("canonical-compositions.txt")!;
        using StreamReader reader = new(table);
        Dictionary<(int, int), int> pairs = [];
        while (reader.ReadLine() is { } line)
        {
            int[] points = [.. line.Split(' ').Select(p => int.Parse(p, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            pairs[(points[0], points[1])] = points[2];
        }

        return pairs;
    }
}
