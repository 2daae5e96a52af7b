using TransferWeb.Vision.Imaging;

namespace TransferWeb.Training.Tests.Support;

/// <summary>Small generated pictures: each class has a colour of its own, with noise from a seed.</summary>
internal static class Pictures
{
    private static readonly (int R, int G, int B)[] Colours = [(200, 60, 60), (60, 60, 200), (60, 190, 60), (190, 190, 60)];

    /// <summary>Writes <paramref name="count"/> pictures of each class into <c>folder/class/NN.png</c>.</summary>
    public static string Write(string folder, int count, params string[] classes)
    {
        for (int label = 0; label < classes.Length; label++)
        {
            for (int i = 0; i < count; i++)
            {
                WriteOne(Path.Combine(folder, classes[label], $"{i:00}.png"), label, (label * 1000) + i);
            }
        }

        return folder;
    }

    /// <summary>Writes one picture in a class's colour; the ending of the path chooses the format.</summary>
    public static void WriteOne(string path, int label, int seed, int width = 40, int height = 36)
    {
        Random random = new(seed);
        (int r, int g, int b) = Colours[label];
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.Length; i += 3)
        {
            rgb[i] = Noisy(r, random);
            rgb[i + 1] = Noisy(g, random);
            rgb[i + 2] = Noisy(b, random);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PictureWriter.Write(path, rgb, width, height);
    }

    private static byte Noisy(int value, Random random) => (byte)Math.Clamp(value + random.Next(-50, 51), 0, 255);
}
