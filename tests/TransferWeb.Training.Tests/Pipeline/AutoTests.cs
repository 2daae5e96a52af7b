using TransferWeb.Core.Models;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Tests.Support;

namespace TransferWeb.Training.Tests.Pipeline;

public sealed class AutoTests : IDisposable
{
    private readonly RunLab lab = new();

    public void Dispose() => lab.Dispose();

    [Fact]
    public void Auto_OnPicturesAHeadTellsApart_TrainsItOnlyAndSaysWhy()
    {
        Pictures.Write(lab.Pictures, 20, "blue", "red");

        (RunSpec kept, string card) = Run(lab.Spec());

        Assert.Equal(FreezePolicy.HeadOnly, kept.Freezing);
        Assert.StartsWith(
            "Only the head is trained: a head on the frozen features is right for 100",
            kept.Reasoning,
            StringComparison.Ordinal
        );
        Assert.Contains("frozen, with a new head trained on its features", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_OnPicturesOfOneColour_TrainsEverythingFastAndRepeatsFromItsDocument()
    {
        // Labels that have nothing to do with the pictures: no head can be right.
        for (int i = 0; i < 48; i++)
        {
            Pictures.WriteOne(Path.Combine(lab.Pictures, i % 2 == 0 ? "even" : "odd", $"{i:00}.png"), label: 0, seed: i);
        }

        RunSpec spec = lab.Spec();
        (RunSpec kept, string card) = Run(spec with { Training = spec.Training with { Epochs = 1 } });

        Assert.Equal(FreezePolicy.HeadThenFull, kept.Freezing);
        Assert.Equal(1, kept.Training.Epochs);
        Assert.Equal(1e-3, kept.Training.LearningRate);
        Assert.Null(kept.Training.StageRates);
        Assert.Contains("gradients those of", kept.Reasoning, StringComparison.Ordinal);
        Assert.Contains("learning rate 0.001", card, StringComparison.Ordinal);
        string first = Weights(1);
        (RunEnding again, string folder) = lab.Run(kept);
        Assert.Equal(RunOutcome.Completed, again.Outcome);
        Assert.Equal(first, Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, RunFiles.Weights))));
    }

    private string Weights(int run) => Convert.ToHexString(File.ReadAllBytes(lab.Combine($"run{run}", RunFiles.Weights)));

    private (RunSpec Kept, string Card) Run(RunSpec spec)
    {
        (RunEnding ending, string folder) = lab.Run(spec with { Freezing = FreezePolicy.Auto });
        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        RunSpec kept = RunLab.Read<RunSpec>(folder, RunFiles.Spec);
        Assert.Contains(lab.Heard.Notes, note => note == kept.Reasoning);
        return (kept, File.ReadAllText(Path.Combine(folder, RunFiles.ModelCard)));
    }
}
