using TransferWeb.Vision.Painting;

namespace TransferWeb.Vision.Sample;

/// <summary>Lights a surface from one side and takes its picture: slopes, reflections, uneven light, white balance, focus, grain.</summary>
internal static class Camera
{
    /// <summary>Height x width x 3 bytes, R, G, B.</summary>
    public static byte[] Photograph(Surface surface, PaintRandom random)
    {
        int side = surface.Side;
        float[][] colours = [surface.Red, surface.Green, surface.Blue];
        Light(surface, random);
        float focus = random.Chance(0.35f) ? random.Between(0.05f, 0.2f) : 0;
        float grain = random.Between(0.006f, 0.03f);
        byte[] rgb = new byte[side * side * 3];
        float[] noise = new float[side * side];
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = grain * random.Bell();
        }

        for (int part = 0; part < 3; part++)
        {
            float[] plane = Blurred(colours[part], side, focus);
            for (int i = 0; i < plane.Length; i++)
            {
                float value = plane[i] + noise[i] + 0.4f * grain * random.Bell();
                rgb[i * 3 + part] = (byte)(Math.Clamp(value, 0, 1) * 255 + 0.5f);
            }
        }

        return rgb;
    }

    private static void Light(Surface surface, PaintRandom random)
    {
        int side = surface.Side;
        (float X, float Y) from = random.Direction();
        float relief = random.Between(0.12f, 0.4f);
        float slope = random.Between(0f, 0.35f);
        float spot = surface.Gloss * random.Between(0f, 0.45f);
        (float X, float Y) spotAt = (random.Between(-0.2f, 1.2f), random.Between(-0.2f, 1.2f));
        float spotSize = random.Between(0.15f, 0.7f);
        float exposure = random.Between(0.75f, 1.2f);
        float warmth = random.Between(-0.06f, 0.06f);
        Colour white = new(exposure * (1 + warmth), exposure, exposure * (1 - warmth));
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                int pixel = y * side + x;
                float u = x / (float)side;
                float v = y / (float)side;
                float tilt = TowardsLight(surface, x, y, from);
                float even =
                    1
                    - slope * ((u - 0.5f) * from.X + (v - 0.5f) * from.Y)
                    - 0.25f * ((u - 0.5f) * (u - 0.5f) + (v - 0.5f) * (v - 0.5f));
                float du = (u - spotAt.X) / spotSize;
                float dv = (v - spotAt.Y) / spotSize;
                float shine = spot * (1 + 1.2f * tilt) / (1 + du * du + dv * dv);
                float light = Math.Max(0.05f, even * (1 + relief * tilt));
                surface.Red[pixel] = (surface.Red[pixel] * light + shine) * white.Red;
                surface.Green[pixel] = (surface.Green[pixel] * light + shine) * white.Green;
                surface.Blue[pixel] = (surface.Blue[pixel] * light + shine) * white.Blue;
            }
        }
    }

    // How far the surface leans towards the light: the slope along its direction, kept within ± 1.5.
    private static float TowardsLight(Surface surface, int x, int y, (float X, float Y) from)
    {
        int side = surface.Side;
        float[] height = surface.Height;
        int row = y * side;
        float dx = height[row + Math.Min(x + 1, side - 1)] - height[row + Math.Max(x - 1, 0)];
        float dy = height[Math.Min(y + 1, side - 1) * side + x] - height[Math.Max(y - 1, 0) * side + x];
        return Math.Clamp(dx * from.X + dy * from.Y, -1.5f, 1.5f);
    }

    // Each pixel shares that part of itself with each of its four neighbours.
    private static float[] Blurred(float[] plane, int side, float share)
    {
        if (share == 0)
        {
            return plane;
        }

        float[] result = new float[plane.Length];
        for (int y = 0; y < side; y++)
        {
            int above = Math.Max(y - 1, 0) * side;
            int below = Math.Min(y + 1, side - 1) * side;
            for (int x = 0; x < side; x++)
            {
                float around =
                    plane[above + x]
                    + plane[below + x]
                    + plane[y * side + Math.Max(x - 1, 0)]
                    + plane[y * side + Math.Min(x + 1, side - 1)];
                result[y * side + x] = plane[y * side + x] * (1 - 4 * share) + around * share;
            }
        }

        return result;
    }
}
