using System.Security.Cryptography;
using TransferWeb.Vision.Imaging;
using TransferWeb.Vision.Sample;

namespace TransferWeb.Tests.Sample;

public sealed class SampleDatasetTests
{
    [Fact]
    public void Paint_DefaultSeed_GivesTheSamePixelsOnEveryMachine()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SurfaceKind kind in Enum.GetValues<SurfaceKind>())
        {
            for (int number = 0; number < SampleDataset.PicturesPerKind; number++)
            {
                hash.AppendData(SampleDataset.Paint(kind, number, SampleDataset.DefaultSeed));
            }
        }

        Assert.Equal(
            "3e3324b32296bd38cb6c943a19eedceecf3ac5d2efa026bcdef2a2a2ea4bfabd",
            Convert.ToHexStringLower(hash.GetHashAndReset())
        );
    }

    [Fact]
    public void Paint_OtherNumberKindOrSeed_GivesAnotherPicture()
    {
        byte[] picture = SampleDataset.Paint(SurfaceKind.Pitted, 3, seed: 1);

        Assert.Equal(SampleDataset.Side * SampleDataset.Side * 3, picture.Length);
        Assert.NotEqual(picture, SampleDataset.Paint(SurfaceKind.Pitted, 4, seed: 1));
        Assert.NotEqual(picture, SampleDataset.Paint(SurfaceKind.Stained, 3, seed: 1));
        Assert.NotEqual(picture, SampleDataset.Paint(SurfaceKind.Pitted, 3, seed: 2));
    }

    [Fact]
    public void WriteTo_EmptyFolder_HoldsSixtyReadablePicturesOfEachKind()
    {
        using TemporaryFolder folder = new();

        IReadOnlyList<string> paths = SampleDataset.WriteTo(folder.Path, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(240, paths.Count);
        Assert.Equal(
            ["pitted", "scratched", "sound", "stained"],
            Directory.GetDirectories(folder.Path).Select(Path.GetFileName).Order()
        );
        Assert.All(
            paths,
            path =>
            {
                PictureInfo info = PictureProbe.Probe(folder.Combine(path));
                Assert.Equal((PictureFormat.Jpeg, 160, 160), (info.Format, info.Width, info.Height));
            }
        );
        Assert.InRange(paths.Sum(path => new FileInfo(folder.Combine(path)).Length), 1, 3_000_000);
    }
}
