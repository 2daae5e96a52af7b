using TransferWeb.Core.Metrics;
using TransferWeb.Core.Runs;
using TransferWeb.Training.Tests.Support;

namespace TransferWeb.Training.Tests.Pipeline;

public sealed class BadPicturesTests : IDisposable
{
    private readonly RunLab lab = new();

    public void Dispose() => lab.Dispose();

    [Fact]
    public void FolderThatIsNotThere_EndsWithASentence()
    {
        RunFailedException failure = lab.Fail(lab.Spec());

        Assert.Equal(RunFailure.DatasetUnreadable, failure.Failure);
        Assert.Contains("does not exist", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoPictures_EndsWithASentence()
    {
        Directory.CreateDirectory(Path.Combine(lab.Pictures, "red"));

        Assert.Equal(RunFailure.DatasetEmpty, lab.Fail(lab.Spec()).Failure);
    }

    [Fact]
    public void EmptyClass_EndsWithASentenceThatNamesIt()
    {
        Pictures.Write(lab.Pictures, 4, "blue", "red");
        Directory.CreateDirectory(Path.Combine(lab.Pictures, "violet"));

        RunFailedException failure = lab.Fail(lab.Spec());

        Assert.Equal(RunFailure.DatasetTooSmall, failure.Failure);
        Assert.Contains("'violet' has no usable pictures", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneClassOnly_EndsWithASentence()
    {
        Pictures.Write(lab.Pictures, 4, "red");

        RunFailedException failure = lab.Fail(lab.Spec());

        Assert.Equal(RunFailure.DatasetTooSmall, failure.Failure);
        Assert.Contains("only one class, 'red'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ClassWithOnePicture_IsLearntFromAndNoted()
    {
        Pictures.Write(lab.Pictures, 6, "blue", "red");
        Pictures.WriteOne(Path.Combine(lab.Pictures, "green", "00.png"), label: 2, seed: 5);

        RunEnding ending = lab.Run(lab.Spec()).Ending;

        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        Assert.Contains(lab.Heard.Notes, note => note.Contains("'green' has one picture only", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryClassWithOnePicture_EndsWithASentence()
    {
        Pictures.Write(lab.Pictures, 1, "blue", "red");

        RunFailedException failure = lab.Fail(lab.Spec());

        Assert.Equal(RunFailure.DatasetTooSmall, failure.Failure);
        Assert.Contains("every class has only one", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("head")]
    [InlineData("full")]
    public void UnusableFiles_AreLeftOutWithANoteEach(string strategy)
    {
        Pictures.Write(lab.Pictures, 6, "blue", "red");
        string red = Path.Combine(lab.Pictures, "red");
        byte[] whole = File.ReadAllBytes(Path.Combine(red, "00.png"));
        File.WriteAllText(Path.Combine(red, "text.jpg"), "not a picture");
        File.WriteAllBytes(Path.Combine(red, "empty.jpg"), []);
        File.WriteAllBytes(Path.Combine(red, "cut.png"), whole[..(whole.Length / 2)]);
        File.WriteAllText(Path.Combine(red, "readme.txt"), "hello");
        File.WriteAllText(Path.Combine(red, "Thumbs.db"), "hello");
        (FreezePolicy freezing, _) = TrainingStrategy.Parse(strategy)!.Value;

        RunEnding ending = lab.Run(lab.Spec() with { Freezing = freezing }).Ending;

        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        Assert.Equal(12, ending.Result!.TrainImages + ending.Result.ValidationImages);
        string[] named = ["red/text.jpg", "red/empty.jpg", "red/cut.png", "red/readme.txt"];
        Assert.All(named, name => Assert.Single(lab.Heard.Notes, note => note.StartsWith(name, StringComparison.Ordinal)));
        Assert.DoesNotContain(lab.Heard.Notes, note => note.Contains("Thumbs.db", StringComparison.Ordinal));
    }

    [Fact]
    public void PictureUnderAnotherKindsName_IsUsedAndNoted()
    {
        Pictures.Write(lab.Pictures, 6, "blue", "red");
        string red = Path.Combine(lab.Pictures, "red");
        File.Move(Path.Combine(red, "00.png"), Path.Combine(red, "00.jpg"));

        RunEnding ending = lab.Run(lab.Spec()).Ending;

        Assert.Equal(12, ending.Result!.TrainImages + ending.Result.ValidationImages);
        Assert.Contains(lab.Heard.Notes, note => note.StartsWith("red/00.jpg is a Png", StringComparison.Ordinal));
    }

    [Fact]
    public void ManyUnusableFiles_AreCountedAfterTheFirstOnes()
    {
        Pictures.Write(lab.Pictures, 6, "blue", "red");
        for (int i = 0; i < 50; i++)
        {
            File.WriteAllText(Path.Combine(lab.Pictures, "red", $"bad{i:00}.jpg"), "not a picture");
        }

        lab.Run(lab.Spec());

        Assert.Contains(lab.Heard.Notes, note => note.Contains("30 more files", StringComparison.Ordinal));
        Assert.True(lab.Heard.Notes.Count() < 25);
    }

    [Fact]
    public void NonAsciiAndVeryLongNames_AreKept()
    {
        string longName = new('ü', 100);
        Pictures.Write(lab.Pictures, 6, "猫 und 'Hund'", longName);

        (RunEnding ending, string folder) = lab.Run(lab.Spec());

        Assert.Equal(RunOutcome.Completed, ending.Outcome);
        string[] classes = [.. RunLab.Read<Core.Models.ModelManifest>(folder, Core.Models.RunFiles.Manifest).Classes];
        Assert.Equal(new[] { "猫 und 'Hund'", longName }.Order(StringComparer.Ordinal), classes);
    }

    [Fact]
    public void TrainAndTestFoldersOnly_ValidationIsCarvedOutOfTrain()
    {
        Pictures.Write(Path.Combine(lab.Pictures, "train"), 8, "blue", "red");
        Pictures.Write(Path.Combine(lab.Pictures, "test"), 3, "blue", "red");

        RunCompleted result = lab.Run(lab.Spec()).Ending.Result!;

        Assert.Equal((12, 4, 6), (result.TrainImages, result.ValidationImages, result.TestImages));
        Assert.Equal(Split.Test, result.EvaluatedSplit);
    }
}
