using TransferWeb.Core.Portal;

namespace TransferWeb.Core.Guidance;

/// <summary>A backbone on the shortlist, and one sentence why.</summary>
public sealed record BackboneSuggestion(BackboneOffer Offer, bool IsRecommended, string Why);

/// <summary>Puts the backbones in the order in which they suit a newcomer on this machine.</summary>
public static class BackboneAdvice
{
    // Above this many multiply-adds for a picture, in millions, training without a graphics card takes patience.
    private const double HeavyMegaMacs = 2000;

    /// <summary>
    /// The offers from the most to the least advisable: those whose weights are here before those that must be fetched first, then those that a
    /// computer without a graphics card manages, then by their accuracy on the set they were pretrained on.
    /// </summary>
    public static IReadOnlyList<BackboneOffer> Rank(IEnumerable<BackboneOffer> offers) =>
        [
            .. offers
                .OrderByDescending(o => o.IsHeld)
                .ThenByDescending(o => o.DownloadBytes is not null)
                .ThenBy(o => o.Manifest.IsScratchOnly)
                .ThenBy(o => IsHeavy(o))
                .ThenByDescending(o => o.Manifest.PublishedTop1 ?? 0)
                .ThenBy(o => o.Manifest.MegaMacs),
        ];

    /// <summary>The first few of the ranking, each with its reason.</summary>
    public static IReadOnlyList<BackboneSuggestion> Shortlist(IEnumerable<BackboneOffer> offers, int most = 3)
    {
        BackboneOffer[] ranked = [.. Rank(offers).Where(o => o.IsHeld || o.DownloadBytes is not null)];
        double quickest = ranked.Length == 0 ? 0 : ranked.Min(o => o.Manifest.MegaMacs);
        double best = ranked.Where(o => o.IsHeld).Max(o => o.Manifest.PublishedTop1) ?? 0;
        return
        [
            .. ranked.Take(most).Select((offer, i) => new BackboneSuggestion(offer, i == 0, Why(offer, i == 0, quickest, best))),
        ];
    }

    private static string Why(BackboneOffer offer, bool isFirst, double quickest, double best) =>
        (offer.IsHeld, isFirst, offer.Manifest.PublishedTop1) switch
        {
            (false, _, _) => $"Its weights ({Say.Bytes(offer.DownloadBytes ?? 0)}) are fetched from the internet first.",
            (_, true, { } top1) when top1 < best =>
                "The most accurate of those whose weights are on this computer and that need no graphics card.",
            (_, true, not null) => "The most accurate of those whose weights are on this computer.",
            (_, true, null) => "Its weights come with TransferWeb, so it works without internet.",
            (_, _, null) => "Comes with TransferWeb and is very small; knows less of the world.",
            _ when IsHeavy(offer) => "On this computer already; accurate, but slow without a graphics card.",
            _ when offer.Manifest.MegaMacs <= quickest => "The least work for each picture.",
            _ => "On this computer already; a good second opinion.",
        };

    private static bool IsHeavy(BackboneOffer offer) => offer.Manifest.MegaMacs > HeavyMegaMacs;
}
