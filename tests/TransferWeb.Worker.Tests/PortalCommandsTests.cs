using System.Diagnostics;
using System.Text.Json;
using TransferWeb.Core;
using TransferWeb.Core.Datasets;
using TransferWeb.Core.Portal;
using TransferWeb.Worker.Tests.Support;

namespace TransferWeb.Worker.Tests;

/// <summary>The commands that the portal runs.</summary>
public sealed class PortalCommandsTests : IDisposable
{
    private readonly WorkerLab lab = new();

    public void Dispose() => lab.Dispose();

    [Fact]
    public void Serve_AnswersEachLineAndOutlivesBadOnes()
    {
        string model = lab.TrainModel();
        string picture = Path.Combine(lab.PictureFolder, "red", "00.png");
        string input = string.Join(
            '\n',
            Request("1", model, picture),
            "this is no request",
            Request("2", lab.Combine("nothing"), picture),
            Request("3", model, Path.Combine(model, "model.json")),
            Request("4", model, picture),
            ""
        );

        Finished finished = lab.RunWithInput(input, "serve");

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal(5, finished.Lines.Count);
        JsonElement first = finished.Lines[0];
        Assert.Equal("1", first.GetProperty("id").GetString());
        double[] probabilities =
        [
            .. first.GetProperty("classes").EnumerateArray().Select(c => c.GetProperty("probability").GetDouble()),
        ];
        Assert.Equal(1, probabilities.Sum(), 6);
        Assert.Equal(probabilities.OrderDescending(), probabilities);
        Assert.True(first.GetProperty("durationMilliseconds").GetDouble() > 0);
        Assert.All(
            finished.Lines.Skip(1).Take(3),
            line => Assert.False(string.IsNullOrEmpty(line.GetProperty("error").GetString()))
        );
        Assert.Equal(["2", "3", "4"], finished.Lines.Skip(2).Select(line => line.GetProperty("id").GetString()));
        Assert.Equal(first.GetProperty("classes").ToString(), finished.Lines[4].GetProperty("classes").ToString());
    }

    [Fact]
    public void Serve_ModelThatWasReplaced_IsLoadedAnew()
    {
        string model = lab.TrainModel();
        string picture = Path.Combine(lab.PictureFolder, "red", "00.png");
        using Process process = lab.Start("serve");
        string before = Ask(process, model, picture);

        Assert.Equal(0, lab.Run([.. lab.QuickTraining(model), "--seed", "5"]).ExitCode);
        string after = Ask(process, model, picture);

        process.StandardInput.Close();
        WorkerLab.Finish(process);
        Assert.NotEqual(Classes(before), Classes(after));
    }

    [Fact]
    public void Inspect_WritesFindingsThumbnailsAndProgress()
    {
        lab.WritePictures("blue", "red");
        string red = Path.Combine(lab.PictureFolder, "red");
        File.WriteAllText(Path.Combine(red, "text.jpg"), "not a picture");
        File.Copy(Path.Combine(red, "00.png"), Path.Combine(red, "copy.png"));
        File.Copy(Path.Combine(red, "01.png"), Path.Combine(lab.PictureFolder, "blue", "stray.png"));
        string output = lab.Combine("findings.json");

        Finished finished = lab.Run(
            "inspect",
            "--data",
            lab.PictureFolder,
            "--out",
            output,
            "--thumbnails",
            lab.Combine("thumbnails"),
            "--json"
        );

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal(15, finished.Lines[^1].GetProperty("done").GetInt32());
        Assert.Equal(15, finished.Lines[^1].GetProperty("total").GetInt32());
        DatasetInspection findings = JsonSerializer.Deserialize<DatasetInspection>(
            File.ReadAllText(output),
            TransferWebJson.File
        )!;
        Assert.False(findings.HasSplits);
        Assert.Equal(["blue", "red"], findings.Classes);
        Assert.Equal(13, findings.Samples.Count);
        Assert.Equal(
            [
                ("red/01.png", PictureProblemKind.Duplicate, false),
                ("red/copy.png", PictureProblemKind.Duplicate, true),
                ("red/text.jpg", PictureProblemKind.NotAPicture, true),
            ],
            findings.Problems.Select(p => (p.Path, p.Kind, p.LeftOut))
        );
        Assert.True(File.Exists(lab.Combine("thumbnails", "red", "00.png.jpg")));
    }

    [Fact]
    public void Devices_AreOneLineWithTheCpuFirst()
    {
        Finished finished = lab.Run("devices", "--json");

        JsonElement cpu = Assert.Single(finished.Lines).EnumerateArray().First();
        Assert.Equal("cpu", cpu.GetProperty("name").GetString());
        Assert.True(cpu.GetProperty("memoryBytes").GetInt64() > 0);
        Assert.True(cpu.GetProperty("gigaMacsPerSecond").GetDouble() > 0);
    }

    [Fact]
    public void Backbones_AreOneLineOfOffers()
    {
        Finished finished = lab.Run("backbones", "--json");

        BackboneOffer[] offers = JsonSerializer.Deserialize<BackboneOffer[]>(finished.Output, TransferWebJson.Line)!;
        Assert.Contains(offers, o => o.Manifest.Name == "resnet18" && !o.IsHeld && o.DownloadBytes > 0);
        Assert.Single(offers, o => o.Manifest.Name == "transferweb_mini");
    }

    [Fact]
    public void Sample_IsFourKindsOfSixty()
    {
        string folder = lab.Combine("sample");

        Finished finished = lab.Run("sample", "--out", folder);

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal(4, Directory.GetDirectories(folder).Length);
        Assert.All(Directory.GetDirectories(folder), kind => Assert.Equal(60, Directory.GetFiles(kind, "*.jpg").Length));
    }

    [Fact]
    public void PredictAndEvaluate_OfATrainedModel_SpeakJson()
    {
        string model = lab.TrainModel();
        string picture = Path.Combine(lab.PictureFolder, "red", "00.png");
        string broken = lab.Combine("broken.jpg");
        File.WriteAllText(broken, "not a picture");

        Finished predicted = lab.Run("predict", "--model", model, "--json", picture, broken);
        Finished evaluated = lab.Run("evaluate", "--model", model, "--data", lab.PictureFolder, "--json");

        Assert.Equal(1, predicted.ExitCode);
        Assert.Equal(picture, Assert.Single(predicted.Lines).GetProperty("picture").GetString());
        Assert.Contains("broken.jpg", predicted.Errors, StringComparison.Ordinal);
        Assert.Equal(0, evaluated.ExitCode);
        Assert.Equal(12, Assert.Single(evaluated.Lines).GetProperty("images").GetInt32());
    }

    [Fact]
    public void WeightsImport_OfAModelsFile_MakesTheBackboneHeld()
    {
        string weights = Path.Combine(lab.TrainModel(), "model.safetensors");

        Finished imported = lab.Run("weights", "import", weights);
        Finished inspected = lab.Run("weights", "inspect", weights);
        BackboneOffer[] offers = JsonSerializer.Deserialize<BackboneOffer[]>(
            lab.Run("backbones", "--json").Output,
            TransferWebJson.Line
        )!;

        Assert.Equal(0, imported.ExitCode);
        Assert.Contains("They belong to transferweb_mini", inspected.Output, StringComparison.Ordinal);
        Assert.Contains(
            lab.Combine("data"),
            offers.Single(o => o.Manifest.Name == "transferweb_mini").WeightsFile!,
            StringComparison.Ordinal
        );
    }

    private static string Request(string id, string model, string picture) =>
        JsonSerializer.Serialize(
            new
            {
                id,
                model,
                picture,
            }
        );

    private static string Ask(Process process, string model, string picture)
    {
        process.StandardInput.WriteLine(Request("1", model, picture));
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine()!;
    }

    private static string Classes(string answer) => JsonDocument.Parse(answer).RootElement.GetProperty("classes").ToString();
}
