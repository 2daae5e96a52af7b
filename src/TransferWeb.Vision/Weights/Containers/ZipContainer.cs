using System.Text;
using TransferWeb.Vision.Weights.Pickle;

namespace TransferWeb.Vision.Weights.Containers;

/// <summary>The container of PyTorch since 1.6: an uncompressed zip with <c>name/data.pkl</c> and one member <c>name/data/key</c> for each storage.</summary>
internal static class ZipContainer
{
    private const string PickleName = "data.pkl";

    public static PickledState Read(WeightSource source)
    {
        Dictionary<string, (long Offset, long Length)> members = ZipDirectory.Read(source);
        string folder = FindFolder([.. members.Keys], source.Name);
        (long offset, long length) = members[folder + PickleName];
        StorageIds ids = new(source.Name);
        object? root = new PickleReader(new ByteCursor(source, offset, length), ids.Load).Read();

        bool isBigEndian =
            members.TryGetValue(folder + "byteorder", out (long Offset, long Length) order)
            && order.Length == 3
            && Encoding.ASCII.GetString(source.Read(order.Offset, 3)) == "big";
        Dictionary<string, WeightStorage> storages = [];
        foreach (string key in ids.Types.Keys)
        {
            if (!members.TryGetValue($"{folder}data/{key}", out (long Offset, long Length) place))
            {
                throw WeightsException.Damaged(source.Name, $"the storage {key} is missing");
            }

            storages[key] = new WeightStorage(source, place.Offset, place.Length, isBigEndian);
        }

        return new PickledState(root, storages);
    }

    private static string FindFolder(HashSet<string> names, string fileName)
    {
        string? pickle = names.FirstOrDefault(name =>
            name == PickleName || (name.EndsWith("/" + PickleName, StringComparison.Ordinal) && name.Count(c => c == '/') == 1)
        );
        if (pickle is null)
        {
            throw new WeightsException(WeightsFault.NotAWeightFile, $"{fileName} is a zip file, but not one of PyTorch weights.");
        }

        string folder = pickle[..^PickleName.Length];
        return names.Contains(folder + "constants.pkl")
            ? throw new WeightsException(
                WeightsFault.NotAStateDict,
                $"{fileName} is a TorchScript program, not weights. Save its state dict instead: torch.save(torch.jit.load(…).state_dict(), …)."
            )
            : folder;
    }
}
