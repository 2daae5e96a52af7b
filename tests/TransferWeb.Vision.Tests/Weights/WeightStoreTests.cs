using TransferWeb.Tests;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Vision.Tests.Weights;

public sealed class WeightStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(7)]
    public void Import_FileOfAKnownBackbone_IsFoundAgain(int classes)
    {
        byte[] bytes = TinyWeights.Bytes(classes);
        string file = Write("my weights.safetensors", bytes);

        StoredWeights weights = Store().Import(file);

        Assert.Equal("tiny", weights.Backbone);
        Assert.Equal("my weights.safetensors", weights.FileName);
        Assert.Equal(TinyWeights.Sha256(bytes), weights.Sha256);
        Assert.Equal(weights, Store().Find("tiny"));
        Assert.Null(Store().Find("other"));
        Assert.Equal(bytes, File.ReadAllBytes(file));
    }

    [Fact]
    public void Import_NameWithItsHash_IsAccepted()
    {
        byte[] bytes = TinyWeights.Bytes();
        string file = Write($"tiny-{TinyWeights.Sha256(bytes)[..8]}.safetensors", bytes);

        Assert.Equal("tiny", Store().Import(file).Backbone);
    }

    [Fact]
    public void Import_NameWithAnotherHash_IsRefused()
    {
        string file = Write("tiny-0123abcd.safetensors", TinyWeights.Bytes());

        WeightsException exception = Assert.Throws<WeightsException>(() => Store().Import(file));

        Assert.Equal(WeightsFault.WrongHash, exception.Fault);
        Assert.Contains("instead of 0123abcd", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Store().List());
    }

    [Fact]
    public void Import_OtherArchitecture_NamesTheNearest()
    {
        string file = Write("other.safetensors", TinyWeights.Bytes(bodyName: "trunk"));

        WeightsException exception = Assert.Throws<WeightsException>(() => Store().Import(file));

        Assert.Equal(WeightsFault.OtherArchitecture, exception.Fault);
        Assert.Contains(
            "the nearest is tiny, with 1 of 4 tensors, but body.weight is missing",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Import_CifarNetwork_IsAnotherArchitecture()
    {
        WeightsException exception = Assert.Throws<WeightsException>(() =>
            Store().Import(TestData.Shared("weights", "cifar10_resnet20-12fca82f.th"))
        );

        Assert.Equal(WeightsFault.OtherArchitecture, exception.Fault);
        Assert.Contains("none of its tensors is known", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_LooseFiles_AreRecognisedAndBadOnesLeftOut()
    {
        byte[] bytes = TinyWeights.Bytes();
        Directory.CreateDirectory(folder.Combine("store"));
        File.WriteAllBytes(folder.Combine("store", "b.safetensors"), bytes);
        File.WriteAllBytes(folder.Combine("store", "a-00000000.safetensors"), bytes);
        File.WriteAllBytes(folder.Combine("store", "c.pth"), bytes[..5000]);
        File.WriteAllText(folder.Combine("store", "notes.json"), "{}");

        StoredWeights weights = Assert.Single(Store().List());

        Assert.Equal("b.safetensors", weights.FileName);
        Assert.Equal("tiny", weights.Backbone);
    }

    [Fact]
    public void List_NoFolder_IsEmpty() => Assert.Empty(Store().List());

    [Fact]
    public void Import_SeveralFiles_TheLastIsPreferred()
    {
        ManualTime time = new();
        WeightStore store = new(folder.Combine("store"), [TinyWeights.Signature], http, time);
        store.Import(Write("first.safetensors", TinyWeights.Bytes(3)));
        time.Now += TimeSpan.FromMinutes(1);
        store.Import(Write("second.safetensors", TinyWeights.Bytes(4)));

        Assert.Equal("second.safetensors", store.Find("tiny")!.FileName);
        Assert.Equal(2, store.List().Count);
    }

    [Fact]
    public void Catalogue_OfThisProgram_HasTorchvisionsAddresses()
    {
        Assert.Equal(
            BackboneRegistry
                .Manifests.Where(manifest => manifest is { PretrainedOn: "ImageNet-1k", WeightsOf: null })
                .Select(manifest => manifest.Name),
            WeightCatalogue.Default.Entries.Select(entry => entry.Backbone).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.All(
            WeightCatalogue.Default.Entries,
            entry =>
            {
                Assert.Equal("download.pytorch.org", entry.Url.Host);
                Assert.StartsWith(WeightHash.InName(entry.FileName)!, entry.Sha256, StringComparison.Ordinal);
                Assert.Contains("BSD-3-Clause", entry.Licence, StringComparison.Ordinal);
                Assert.Equal(entry, WeightCatalogue.Default.Find(entry.Name));
            }
        );
    }

    [Fact]
    public void Catalogue_FirstEntryOfABackbone_IsTheOneItsManifestDescribes() =>
        Assert.All(
            BackboneRegistry.Manifests.Where(manifest => manifest is { PretrainedOn: "ImageNet-1k", WeightsOf: null }),
            manifest =>
            {
                WeightEntry entry = WeightCatalogue.Default.ForBackbone(manifest.Name)!;
                Assert.Equal(manifest.PublishedTop1, entry.Top1);
                Assert.Equal(manifest.WeightsLicence, entry.Licence);
                long inFile = BackboneRegistry
                    .Manifests.Where(other => other.Name == manifest.Name || other.WeightsOf == manifest.Name)
                    .Max(other => other.Parameters);
                Assert.InRange(entry.SizeBytes / 4.0 / inFile, 0.99, 1.05);
            }
        );

    [Fact]
    public void Catalogue_UnknownName_NamesTheKnown()
    {
        WeightsException exception = Assert.Throws<WeightsException>(() => WeightCatalogue.Default.Find("resnet9000"));

        Assert.Equal(WeightsFault.NotInCatalogue, exception.Fault);
        Assert.Contains("resnet18-imagenet", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"entries":[{"name":"a"}]}""")]
    [InlineData(
        """{"entries":[{"name":"a","backbone":"b","url":"file:///x.pth","sha256":"01234567","sizeBytes":1,"dataset":"d","licence":"MIT"}]}"""
    )]
    [InlineData(
        """{"entries":[{"name":"a","backbone":"b","url":"http://h/x.pth","sha256":"0123456","sizeBytes":1,"dataset":"d","licence":"MIT"}]}"""
    )]
    public void Catalogue_WrongEntry_IsRefused(string json) =>
        Assert.Throws<InvalidDataException>(() => WeightCatalogue.Parse(json));

    private WeightStore Store() => new(folder.Combine("store"), [TinyWeights.Signature], http, TimeProvider.System);

    private string Write(string name, byte[] bytes)
    {
        string path = folder.Combine(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
