using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TorchSharp.Modules;
using TransferWeb.Core;
using TransferWeb.Training.Pretraining.Patterns;
using TransferWeb.Vision.Backbones;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Training.Pretraining;

/// <summary>
/// Pretrains <c>transferweb_mini</c> on generated pictures: it learns to name the family of a pattern and what lies on it, whatever the
/// colours, the light and the sharpness. Synchronous; one thread trains, others draw.
/// </summary>
public static class Pretrainer
{
    private const string BackboneName = "transferweb_mini";
    private const double OverlayWeight = 1.0;
    private const double WarmupShare = 0.05;
    private const double RampShare = 0.3;
    private const double GradientLimit = 5;
    private const int ReportEvery = 50;
    private const string Saw =
        "Generated pictures only: 70 families of patterns and figures (noise, grain, stripes, tilings, weaves, cells, scattered shapes, single "
        + "figures) in random colours and light, some with lines, specks, blotches, cracks, shade or small figures on top. No photograph, and no "
        + "picture or painting code of the sample data set.";

    /// <summary>Trains, writes weights and report, and measures the benefit.</summary>
    /// <param name="options">How.</param>
    /// <param name="progress">Told every 50 steps.</param>
    /// <param name="cancellation">Stops after the step it is in; the weights last saved stay.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PretrainReport Run(
        PretrainOptions options,
        IProgress<PretrainProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Steps, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Side, 32, nameof(options));
        manual_seed(options.Seed);
        using Backbone model = BackboneRegistry.Create(BackboneName, PatternCatalogue.Families.Count);
        StartOnEdges(model);
        using Linear overlayHead = nn.Linear(model.Manifest.FeatureDimensions, Overlay.Kinds);
        Stopwatch clock = Stopwatch.StartNew();
        PretrainProgress last = Fit(model, overlayHead, options, progress, clock, cancellation);
        BackboneWeights.Save(model, options.Output, Metadata(options));
        double duration = clock.Elapsed.TotalSeconds;
        PretrainReport report = new()
        {
            Command = Command(options),
            Saw = Saw,
            Seed = options.Seed,
            Steps = options.Steps,
            Pictures = (long)options.Steps * options.BatchSize,
            Families = PatternCatalogue.Families.Count,
            FamilyAccuracy = last.FamilyAccuracy,
            OverlayAccuracy = last.OverlayAccuracy,
            DurationSeconds = duration,
            Benefits = TransferProbe.Measure(model, options.ProbeFolders, options.Seed),
        };
        File.WriteAllText(
            Path.ChangeExtension(options.Output, ".pretraining.json"),
            JsonSerializer.Serialize(report, TransferWebJson.File) + "\n"
        );
        return report;
    }

    private static PretrainProgress Fit(
        Backbone model,
        Linear overlayHead,
        PretrainOptions options,
        IProgress<PretrainProgress>? progress,
        Stopwatch clock,
        CancellationToken cancellation
    )
    {
        int drawThreads = options.DrawThreads > 0 ? options.DrawThreads : Math.Max(1, Environment.ProcessorCount / 2);
        using PictureStream stream = new(
            new PictureMaker(options.Seed, options.Side),
            options.Steps,
            options.BatchSize,
            rampBatches: (float)(options.Steps * RampShare),
            drawThreads
        );
        using AdamW optimizer = optim.AdamW(
            [.. model.parameters(), .. overlayHead.parameters()],
            lr: options.LearningRate,
            weight_decay: options.WeightDecay
        );
        PretrainTally tally = new();
        PretrainProgress report = new(0, options.Steps, 0, 0, 0, 0);
        int step = 0;
        foreach (PictureBatch batch in stream.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            SetLearningRate(optimizer, options, step);
            Step(model, overlayHead, optimizer, batch, tally);
            step++;
            if (step % ReportEvery == 0 || step == options.Steps)
            {
                report = tally.Take(step, options.Steps, clock.Elapsed.TotalSeconds);
                progress?.Report(report);
            }

            if (step % options.SaveEvery == 0)
            {
                BackboneWeights.Save(model, options.Output, Metadata(options));
            }
        }

        return report;
    }

    private static void Step(Backbone model, Linear overlayHead, AdamW optimizer, PictureBatch batch, PretrainTally tally)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor families = tensor(batch.Families);
        Tensor overlays = tensor(batch.Overlays);
        Tensor features = model.ForwardFeatures(PictureTensors.Normalised(batch.Pixels, batch.Families.Length, model.Manifest));
        Tensor familyLogits = model.ForwardHead(features);
        Tensor overlayLogits = overlayHead.call(features);
        Tensor loss = F.cross_entropy(familyLogits, families) + F.cross_entropy(overlayLogits, overlays) * OverlayWeight;
        model.zero_grad();
        overlayHead.zero_grad();
        loss.backward();
        nn.utils.clip_grad_norm_([.. model.parameters(), .. overlayHead.parameters()], GradientLimit);
        optimizer.step();
        tally.Add(
            batch.Families.Length,
            loss.ToDouble(),
            (familyLogits.argmax(1) == families).sum().ToInt64(),
            (overlayLogits.argmax(1) == overlays).sum().ToInt64()
        );
    }

    // Brightness and colour vary far more from picture to picture than form does. First filters that sum to zero do not see them, and so
    // the network need not first learn to look past them.
    private static void StartOnEdges(Backbone model)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Parameter first = model.get_parameter("stem.0.weight")!;
        first.sub_(first.mean([2, 3], keepdim: true));
    }

    // A straight rise, then half a cosine down to nothing.
    private static void SetLearningRate(AdamW optimizer, PretrainOptions options, int step)
    {
        double warmup = Math.Max(1, options.Steps * WarmupShare);
        double share =
            step < warmup
                ? (step + 1) / warmup
                : 0.5 + 0.5 * Math.Cos(Math.PI * (step - warmup) / Math.Max(1, options.Steps - warmup));
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = options.LearningRate * share;
        }
    }

    private static string Command(PretrainOptions options) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"./run pretrain --seed {options.Seed} --steps {options.Steps} --batch-size {options.BatchSize} --side {options.Side} "
                + $"--learning-rate {options.LearningRate} --weight-decay {options.WeightDecay} --out {Path.GetFileName(options.Output)}"
        );

    private static Dictionary<string, string> Metadata(PretrainOptions options) =>
        new()
        {
            ["format"] = "pt",
            ["backbone"] = BackboneName,
            ["command"] = Command(options),
        };
}
