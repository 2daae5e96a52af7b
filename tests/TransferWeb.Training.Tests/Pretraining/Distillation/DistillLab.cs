using TransferWeb.Training.Pretraining.Distillation;
using TransferWeb.Training.Tests.Support;
using TransferWeb.Vision.Backbones;

namespace TransferWeb.Tests.Pretraining.Distillation;

/// <summary>A small distillation: a teacher with random weights, noisy pictures of two classes, tiny crops.</summary>
internal sealed class DistillLab : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public DistillLab()
    {
        Photographs = Pictures.Write(folder.Combine("photographs"), 5, "glass", "metal");
        WriteTeacher("mobilenet_v2");
    }

    public string Photographs { get; }

    public string Teacher => folder.Combine("teacher.safetensors");

    /// <summary>Twelve steps of four crops of 32 pixels, guided for half of the way.</summary>
    public DistillOptions Options(string name = "mini") =>
        new()
        {
            Output = folder.Combine($"{name}.safetensors"),
            Teacher = Teacher,
            PictureFolders = [Photographs],
            Seed = 3,
            Steps = 12,
            GuidedSteps = 6,
            CooldownSteps = 0,
            WarmupSteps = 2,
            BatchSize = 4,
            Side = 32,
            FinalSide = 32,
            GeneratedPictures = 4,
            SaveEvery = 4,
        };

    public string Combine(string name) => folder.Combine(name);

    /// <summary>Puts random weights of a backbone where the teacher's are looked for.</summary>
    public void WriteTeacher(string backbone)
    {
        manual_seed(11);
        using Backbone model = BackboneRegistry.Create(backbone, BackboneRegistry.PublishedClasses(backbone));
        BackboneWeights.Save(model, Teacher);
    }

    public void Dispose() => folder.Dispose();
}
