using TransferWeb.Training.Features;
using TransferWeb.Training.Weights;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Worker;

/// <summary>Where this process keeps what outlives it: the portal's data folder, or the user's own where none is named.</summary>
internal static class Surroundings
{
    private static readonly Lazy<WeightLibrary> Library = new(() =>
        new WeightLibrary(
            new WeightStore(WeightStore.DefaultFolder(DataFolder), new LazySignatures(), new HttpClient(), TimeProvider.System),
            WeightCatalogue.Default
        )
    );

    /// <summary><c>TRANSFERWEB_DATA</c>, else a folder among the user's own data.</summary>
    public static string DataFolder =>
        Environment.GetEnvironmentVariable("TRANSFERWEB_DATA") is { Length: > 0 } folder
            ? folder
            : Path.Combine(
                Environment.GetFolderPath(
                    Environment.SpecialFolder.LocalApplicationData,
                    Environment.SpecialFolderOption.DoNotVerify
                ),
                "transferweb"
            );

    /// <summary>The features kept between runs.</summary>
    public static FeatureStore Features => new(Path.Combine(DataFolder, "cache", "features"));

    /// <summary>Where pretrained weights come from.</summary>
    public static WeightLibrary Weights => Library.Value;
}
