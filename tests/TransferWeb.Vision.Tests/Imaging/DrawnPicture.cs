namespace TransferWeb.Vision.Tests.Imaging;

/// <summary>Pictures that a formula draws, the same as <c>drawn</c> in <c>make_resize_goldens.py</c>: ramps, an interference pattern and hard edges.</summary>
internal static class DrawnPicture
{
    /// <summary>Height x width x 3 bytes.</summary>
    public static byte[] Rgb(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        int at = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    int ramp = ((x * (3 + c)) + (y * (5 - c))) / 4;
                    int waves = (((x * x) + (y * y * (c + 1))) / 17) ^ (x * y / 11);
                    int edges = ((x / 7) + (y / 5) + c) % 2 * 90;
                    pixels[at++] = (byte)(ramp + waves + edges);
                }
            }
        }

        return pixels;
    }
}
