using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Core.Models;
using TransferWeb.Core.Portal;
using TransferWeb.Core.Runs;

namespace TransferWeb.Web.Tests.Fakes;

/// <summary>Ready-made values of the domain, as the pages meet them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly string[] Classes = ["pitted", "scratched", "sound", "stained"];

    public static BackboneManifest Manifest(string name = "resnet18", double megaMacs = 1814, double? top1 = 0.698) =>
        new()
        {
            Name = name,
            DisplayName = name == "resnet18" ? "ResNet-18" : name,
            Summary = "A robust all-rounder.",
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
            Paper = "He et al., 2016",
        };

    public static BackboneOffer Offer(string name = "resnet18", bool held = true, long? download = null, double? top1 = 0.698) =>
        new(Manifest(name, top1: top1), held ? $"weights/{name}.pth" : null, download);

    public static DatasetDetails Dataset(
        DatasetId? id = null,
        DatasetStatus status = DatasetStatus.Ready,
        int perClass = 60,
        IReadOnlyList<PictureProblem>? problems = null
    )
    {
        int held = perClass / 5;
        return new(
            id ?? DatasetId.New(),
            "Surfaces",
            "surface-defects",
            status,
            status == DatasetStatus.Unusable ? "There is only one class. Add a folder for at least one more." : null,
            1,
            [
                .. Classes.Select(c => new ClassSummary(
                    c,
                    perClass - held,
                    held,
                    0,
                    [.. Enumerable.Range(0, 8).Select(i => $"{c}/{i:000}.jpg")]
                )),
            ],
            problems ?? [],
            Now,
            "local",
            IsSample: false
        );
    }

    public static RunSpec Spec(string name = "Surfaces with ResNet-18") =>
        new()
        {
            Name = name,
            Data = new DataSpec { Folder = "pictures" },
            Backbone = "resnet18",
        };

    public static RunDetails Run(RunId? id = null, RunStatus status = RunStatus.Running, DatasetId? dataset = null)
    {
        RunId run = id ?? RunId.New();
        return new(
            new(
                run,
                "Surfaces with ResNet-18",
                dataset,
                "Surfaces",
                "resnet18",
                "head",
                status,
                status == RunStatus.Queued ? 2 : null,
                status == RunStatus.Succeeded ? 0.9375 : null,
                Now,
                "local"
            ),
            Spec(),
            [new(RunStatus.Queued, Now, null)],
            status == RunStatus.Failed ? RunFailure.DiskFull : null,
            status == RunStatus.Failed ? "The disk is full. Make room, then start the run again." : null,
            status == RunStatus.Succeeded ? Completed() : null,
            null
        );
    }

    public static RunStarted Started(int epochs = 10, long steps = 60) =>
        new("CPU, 2 cores", "resnet18", Classes, 192, 48, 0, epochs, steps, 2_052, 11_178_564) { Time = Now };

    public static RunCompleted Completed() =>
        new(0.9375, Split.Validation, 192, 48, 0, 0.9375, 0.936, 7, 38.2, "model") { Time = Now.AddSeconds(38) };

    /// <summary>A report of 4 × 12 pictures, three of them wrong.</summary>
    public static EvaluationReport Report(double accuracy = 0.9375, Interval? interval = null, Baseline? baseline = null)
    {
        int[][] matrix =
        [
            [11, 1, 0, 0],
            [0, 12, 0, 0],
            [0, 0, 11, 1],
            [1, 0, 0, 11],
        ];
        List<PicturePrediction> predictions = [];
        for (int truth = 0; truth < 4; truth++)
        {
            for (int said = 0; said < 4; said++)
            {
                for (int i = 0; i < matrix[truth][said]; i++)
                {
                    double sure = truth == said ? 0.9 : 0.6;
                    double[] shares = [.. Enumerable.Range(0, 4).Select(c => c == said ? sure : (1 - sure) / 3)];
                    predictions.Add(new($"{Classes[truth]}/{said}{i:00}.jpg", Classes[truth], Classes[said], sure, shares));
                }
            }
        }

        return new()
        {
            Split = Split.Validation,
            Classes = Classes,
            Images = 48,
            AccuracyTop1 = accuracy,
            AccuracyInterval = interval ?? new(0.832, 0.979),
            F1Macro = 0.936,
            Loss = 0.21,
            CommonestClass = baseline ?? new("sound", 0.25),
            PerClass = [.. Classes.Select((c, i) => new ClassReport(c, 0.92, matrix[i][i] / 12.0, 0.93, 12))],
            ConfusionMatrix = matrix,
            Predictions = predictions,
        };
    }
}
