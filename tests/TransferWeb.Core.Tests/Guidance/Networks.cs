using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Core.Tests.Guidance;

/// <summary>Networks and runs to give advice on.</summary>
internal static class Networks
{
    public static BackboneManifest ResNet18 { get; } = Make("resnet18", 1814, 0.698);

    public static BackboneManifest Make(string name, double megaMacs, double? top1) =>
        new()
        {
            Name = name,
            DisplayName = name == "resnet18" ? "ResNet-18" : name,
            Summary = "…",
            Parameters = 11_689_512,
            MegaMacs = megaMacs,
            FeatureDimensions = 512,
            InputSize = 224,
            ResizeSize = 256,
            Mean = [0.485, 0.456, 0.406],
            Std = [0.229, 0.224, 0.225],
            Stages =
            [
                new("stem", ["conv1", "bn1"], 9_536),
                new("layer1", ["layer1"], 147_968),
                new("layer2", ["layer2"], 525_568),
                new("layer3", ["layer3"], 2_099_712),
                new("layer4", ["layer4"], 8_393_728),
            ],
            ClassifierName = "fc",
            PretrainedOn = "ImageNet-1k",
            PublishedTop1 = top1,
            WeightsLicence = "BSD-3-Clause",
            Paper = "…",
        };

    public static BackboneOffer Offer(string name, double megaMacs, double? top1, bool held = true, long? download = null) =>
        new(Make(name, megaMacs, top1), held ? name + ".pth" : null, download);

    public static RunSpec Spec(FreezePolicy policy, WeightStart start = WeightStart.Pretrained) =>
        new()
        {
            Data = new DataSpec { Folder = "pictures" },
            Backbone = "resnet18",
            Freezing = policy,
            Start = start,
        };
}
