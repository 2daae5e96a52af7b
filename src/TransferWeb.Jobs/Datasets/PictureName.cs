using System.Text;

namespace TransferWeb.Jobs.Datasets;

/// <summary>Makes the name of a class or a picture fit for every file system, changing as little as it can.</summary>
internal static class PictureName
{
    /// <summary>Bytes of a name in UTF-8 at most; Linux takes 255, and a thumbnail's ending and a suffix must still fit.</summary>
    public const int MaximumBytes = 150;

    private const string Forbidden = "<>:\"|?*\\/";

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The name to store under: composed characters, nothing that a file system forbids, no blank ends, short enough, never empty.</summary>
    public static string Clean(string name)
    {
        StringBuilder text = new(name.Length);
        foreach (Rune rune in CanonicalComposition.Compose(name).EnumerateRunes())
        {
            bool usable =
                !Rune.IsControl(rune) && !(rune.IsAscii && Forbidden.Contains((char)rune.Value)) && rune != Rune.ReplacementChar;
            text.Append(usable ? rune.ToString() : "_");
        }

        string clean = text.ToString().Trim().TrimEnd('.', ' ');
        string stem = Path.GetFileNameWithoutExtension(clean);
        string ending = Path.GetExtension(clean);
        if (stem.Trim().Length == 0)
        {
            stem = "unnamed";
        }
        else if (Devices.Contains(stem.Split('.')[0].Trim()))
        {
            stem = "_" + stem;
        }

        return Shorten(stem, ending);
    }

    /// <summary>The name with a number before its ending: <c>a (2).jpg</c>.</summary>
    public static string Numbered(string name, int number) =>
        Shorten(Path.GetFileNameWithoutExtension(name), FormattableString.Invariant($" ({number}){Path.GetExtension(name)}"));

    private static string Shorten(string stem, string ending)
    {
        const int LongestEnding = 24;
        if (Encoding.UTF8.GetByteCount(ending) > LongestEnding)
        {
            (stem, ending) = (stem + ending, "");
        }

        int room = MaximumBytes - Encoding.UTF8.GetByteCount(ending);
        StringBuilder kept = new();
        foreach (Rune rune in stem.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.ToString().TrimEnd() + ending;
    }
}
