using System.CommandLine;
using System.Globalization;
using TransferWeb.Training;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Worker.Commands;

/// <summary><c>transferweb weights</c>: pretrained weights on this machine and from elsewhere.</summary>
internal static class WeightsCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "A catalogue entry or a backbone." };
    private static readonly Argument<FileInfo> WeightsPath = new("file") { Description = "A .pth or .safetensors file." };

    /// <summary>The command with its subcommands.</summary>
    public static Command Create()
    {
        Command list = new("list", "Lists the weights that are here and those that can be downloaded.");
        list.SetAction((_, _) => EngineThread.RunAsync(List));
        Command fetch = new("fetch", "Downloads weights into the store, and checks them.") { Name };
        fetch.SetAction((parsed, _) => FetchAsync(parsed.GetValue(Name)!));
        Command import = new("import", "Copies a weight file into the store after checking it.") { WeightsPath };
        import.SetAction((parsed, _) => EngineThread.RunAsync(() => Import(parsed.GetValue(WeightsPath)!)));
        Command inspect = new("inspect", "Says what a weight file holds. Nothing in it is run.") { WeightsPath };
        inspect.SetAction((parsed, _) => EngineThread.RunAsync(() => Inspect(parsed.GetValue(WeightsPath)!)));
        return new Command("weights", "Lists, downloads, imports and inspects pretrained weights.")
        {
            list,
            fetch,
            import,
            inspect,
        };
    }

    private static int List()
    {
        IReadOnlyList<StoredWeights> here = Surroundings.Weights.Store.List();
        Console.Out.WriteLine($"Here, in {Surroundings.Weights.Store.Folder}:");
        foreach (StoredWeights weights in here)
        {
            Say(
                $"  {weights.Backbone}: {weights.FileName}, {weights.SizeBytes / 1e6:0.0} MB, licence: {weights.Licence ?? "not known"}"
            );
        }

        Console.Out.WriteLine(here.Count == 0 ? "  none" : "");
        Console.Out.WriteLine("To be downloaded:");
        foreach (WeightEntry entry in Surroundings.Weights.Catalogue.Entries)
        {
            Say($"  {entry.Name}: {entry.Backbone}, {entry.SizeBytes / 1e6:0.0} MB, {entry.Dataset}, licence: {entry.Licence}");
        }

        return ExitCodes.Done;
    }

    private static async Task<int> FetchAsync(string name)
    {
        using StopSignals stop = new();
        WeightEntry entry = Surroundings.Weights.Catalogue.Find(name);
        Progress<DownloadProgress> progress = new(p => Console.Error.Write(Received(p)));
        StoredWeights weights = await Surroundings.Weights.Store.FetchAsync(entry, progress, stop.Token);
        Console.Error.WriteLine();
        Console.Out.WriteLine($"{weights.FileName} is here: {weights.Path}");
        return ExitCodes.Done;
    }

    private static int Import(FileInfo file)
    {
        StoredWeights weights = Surroundings.Weights.Store.Import(file.FullName);
        Console.Out.WriteLine($"{weights.FileName} holds weights of {weights.Backbone} and is in the store: {weights.Path}");
        return ExitCodes.Done;
    }

    private static int Inspect(FileInfo file)
    {
        using WeightFile weights = WeightFile.Open(file.FullName);
        foreach (WeightTensor tensor in weights.Tensors.Values)
        {
            Console.Out.WriteLine($"{tensor.Name}  {tensor.Type}  [{string.Join(", ", tensor.Shape)}]");
        }

        foreach (string note in weights.Notes)
        {
            Console.Out.WriteLine(note);
        }

        long numbers = weights.Tensors.Values.Sum(t => t.ElementCount);
        Say($"{weights.Container}, {weights.Tensors.Count} tensors, {numbers / 1e6:0.00} million numbers.");
        Console.Out.WriteLine(Belonging(weights));
        return ExitCodes.Done;
    }

    private static string Belonging(WeightFile weights)
    {
        try
        {
            return $"They belong to {BackboneRecogniser.Recognise(weights, new Training.Weights.LazySignatures())}.";
        }
        catch (WeightsException exception)
        {
            return exception.Message;
        }
    }

    private static string Received(DownloadProgress progress) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"\r{progress.ReceivedBytes / 1e6:0.0} of {(progress.TotalBytes ?? progress.ReceivedBytes) / 1e6:0.0} MB"
        );

    private static void Say(FormattableString text) => Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
