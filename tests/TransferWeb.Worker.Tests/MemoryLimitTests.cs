using System.Diagnostics;
using System.Globalization;
using TransferWeb.Worker.Tests.Support;

namespace TransferWeb.Worker.Tests;

/// <summary>Runs that the system gives too little memory: each ends by itself, and says why.</summary>
public sealed class MemoryLimitTests : IDisposable
{
    private const int Step = 100;
    private const int Most = 4000;

    // .NET and libtorch need so much to be loaded, and OpenBLAS its buffer for each processor: with less they wait or end before a line of ours is run.
    private static readonly int Least = 350 + (150 * Environment.ProcessorCount);

    private readonly WorkerLab lab = new();

    public void Dispose() => lab.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public void Train_WithMoreMemoryEachTime_SaysThatItIsTooLittleUntilItIsEnough()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Limits are set by the shell's ulimit.");
        lab.WritePictures("blue", "red");
        List<int> tooLittle = [];
        int megabytes = Least;
        while (Train(megabytes) is { ExitCode: not 0 } refused)
        {
            Assert.True(megabytes < Least + Most, $"{megabytes} MB did not suffice.");
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("The memory did not suffice. Choose fewer pictures a step", refused.Errors, StringComparison.Ordinal);
            tooLittle.Add(megabytes);
            megabytes += Step;
        }

        Assert.NotEmpty(tooLittle);
    }

    // A network of nothing but matrix products, whose weights, gradients and moments take some 300 MB.
    private Finished Train(int megabytes)
    {
        string[] words =
        [
            .. lab.QuickTraining(lab.Combine(megabytes.ToString(CultureInfo.InvariantCulture)))
                .Select(word =>
                    word == "transferweb_mini" ? "mlp"
                    : word == "32" ? "224"
                    : word
                ),
            "--json",
        ];
        string[] limited = ["sh", "-c", $"ulimit -d {megabytes * 1000}; exec \"$0\" \"$@\""];
        using Process process = lab.Start(words, under: limited);
        process.StandardInput.Close();
        return WorkerLab.Finish(process);
    }
}
