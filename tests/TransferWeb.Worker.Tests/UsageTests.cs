using TransferWeb.Worker.Tests.Support;

namespace TransferWeb.Worker.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly WorkerLab lab = new();

    public void Dispose() => lab.Dispose();

    [Theory]
    [InlineData("The option '--epoch' is not known here.", "train", "--epoch", "3")]
    [InlineData("Say with --out", "train", "--data", "pictures")]
    [InlineData("Say with --data", "train", "--out", "model")]
    [InlineData("Say with --backbone", "train", "--out", "model", "--data", "pictures")]
    [InlineData(
        "The strategy 'all' is not known",
        "train",
        "--out",
        "m",
        "--data",
        "p",
        "--backbone",
        "resnet18",
        "--strategy",
        "all"
    )]
    [InlineData(
        "number of rounds (epochs) is -3",
        "train",
        "--out",
        "m",
        "--data",
        "p",
        "--backbone",
        "resnet18",
        "--epochs",
        "-3"
    )]
    [InlineData(
        "The learning rate 'fast' is no number",
        "train",
        "--out",
        "m",
        "--data",
        "p",
        "--backbone",
        "resnet18",
        "--learning-rate",
        "fast"
    )]
    [InlineData(
        "The time budget '10x' is not understood",
        "train",
        "--out",
        "m",
        "--data",
        "p",
        "--backbone",
        "resnet18",
        "--budget",
        "10x"
    )]
    [InlineData(
        "A learning rate can be looked for where more than the head is trained",
        "train",
        "--out",
        "m",
        "--data",
        "p",
        "--backbone",
        "resnet18",
        "--learning-rate",
        "find"
    )]
    [InlineData(
        "The label smoothing is 0.9. It must be from 0 to 0.5.",
        "train",
        "--out",
        "m",
        "--data",
        "p",
        "--backbone",
        "resnet18",
        "--label-smoothing",
        "0.9"
    )]
    [InlineData("'many'", "train", "--epochs", "many")]
    [InlineData("--batch-parts must be a whole number from 1 on", "train", "--batch-parts", "0")]
    [InlineData("device 'gpu' is not known", "train", "--out", "m", "--data", "p", "--backbone", "resnet18", "--device", "gpu")]
    [InlineData("'--model' is required", "predict", "a.jpg")]
    [InlineData("'dance'", "dance")]
    [InlineData("--steps must be 1 or more", "pretrain", "--steps", "0")]
    [InlineData("--side must be from 32 to 512", "pretrain", "--side", "16")]
    [InlineData("does not exist", "pretrain", "--probe", "no-such-folder")]
    [InlineData("The teacher's weight file", "pretrain", "--distill", "no-such-teacher.pth")]
    [InlineData("--pictures needs --distill", "pretrain", "--pictures", "photographs")]
    [InlineData("--final-side must be from 32 to 512", "pretrain", "--distill", "no.pth", "--final-side", "8")]
    [InlineData("There is nothing to teach with", "pretrain", "--distill", "no.pth", "--generated", "0")]
    [InlineData("does not exist", "inspect", "--data", "no-such-folder")]
    public void WrongUsage_EndsWithTwoAndASentence(string sentence, params string[] arguments)
    {
        Finished finished = lab.Run(arguments);

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(sentence, finished.Errors, StringComparison.Ordinal);
        Assert.Contains("--help", finished.Errors, StringComparison.Ordinal);
        Assert.Empty(finished.Output);
        Assert.DoesNotContain("   at ", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_FolderThatIsNotThere_SaysSoBeforeItLooksForWeights()
    {
        using TemporaryFolder folder = new();
        Finished finished = lab.Run(
            "train",
            "--data",
            "no-such-folder",
            "--backbone",
            "resnet18",
            "--out",
            folder.Combine("out")
        );

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("no-such-folder does not exist", finished.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("download", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_OfTrain_NamesEveryOption()
    {
        Finished finished = lab.Run("train", "--help");

        Assert.Equal(0, finished.ExitCode);
        string[] options =
        [
            "--data",
            "--backbone",
            "--weights",
            "--strategy",
            "--epochs",
            "--batch-size",
            "--learning-rate",
            "--input-size",
            "--seed",
            "--split",
            "--device",
            "--out",
            "--json",
        ];
        Assert.All(options, option => Assert.Contains(option, finished.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void UnknownBackbone_EndsWithOneAndTheKnownOnes()
    {
        lab.WritePictures("blue", "red");

        Finished finished = lab.Run("train", "--data", lab.PictureFolder, "--backbone", "resnet19", "--out", lab.Combine("out"));

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("mobilenet_v2", finished.Errors, StringComparison.Ordinal);
    }
}
