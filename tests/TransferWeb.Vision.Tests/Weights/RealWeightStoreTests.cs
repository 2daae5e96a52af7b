using TransferWeb.Tests;
using TransferWeb.Vision.Backbones;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Vision.Tests.Weights;

/// <summary>The real backbones' signatures against real files.</summary>
public sealed class RealWeightStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("resnet18", "resnet18_in1k_from_pq-624db316.pth")]
    [InlineData("mobilenet_v2", "mobilenet_v2_in1k_from_tflite-3298d1b6.pth")]
    [InlineData("squeezenet1_0", "squeezenet1_0_in1k_from_dc-247aac7a.safetensors")]
    public void Find_FolderOfLooseFiles_ServesEachBackbone(string backbone, string fileName)
    {
        WeightStore store = new(TestData.Shared("weights"), Signatures(), http, TimeProvider.System);

        StoredWeights? weights = store.Find(backbone);

        Assert.Equal(fileName, weights?.FileName);
        Assert.StartsWith(WeightHash.InName(fileName)!, weights?.Sha256, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mobilenet_v2_in1k_from_tflite_legacy-2bead5d0.pth", "mobilenet_v2")]
    [InlineData("squeezenet1_0_in1k_from_dc-be6d9ff3.pth", "squeezenet1_0")]
    public void Import_RealFile_IsRecognisedByItsTensors(string fileName, string backbone)
    {
        WeightStore store = new(folder.Path, Signatures(), http, TimeProvider.System);

        Assert.Equal(backbone, store.Import(TestData.Shared("weights", fileName)).Backbone);
    }

    [Theory]
    [InlineData("cifar10_resnet56-4bfd9763.th", WeightsFault.OtherArchitecture)]
    [InlineData("resnet18_small_blocks_compressed.pth", WeightsFault.NotAStateDict)]
    [InlineData("damaged/truncated_zip_resnet18-f37072fd.pth", WeightsFault.Truncated)]
    [InlineData("damaged/truncated_tar_resnet18-5c106cde.pth", WeightsFault.Truncated)]
    public void Import_UnusableFile_IsRefusedAndNothingIsKept(string fileName, WeightsFault fault)
    {
        WeightStore store = new(folder.Path, Signatures(), http, TimeProvider.System);

        WeightsException exception = Assert.Throws<WeightsException>(() => store.Import(TestData.Shared("weights", fileName)));

        Assert.Equal(fault, exception.Fault);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static BackboneSignature[] Signatures() =>
        [
            .. BackboneRegistry
                .Manifests.Where(manifest => manifest is { IsScratchOnly: false, WeightsOf: null })
                .Select(manifest => new BackboneSignature(
                    manifest.Name,
                    BackboneRegistry.ExpectedTensors(manifest.Name),
                    manifest.ClassifierName,
                    manifest.LeavesOut
                )),
        ];
}
