using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>How a channels-last map [N,H,W,C] is cut into square windows: padded on the right and below, and shifted cyclically where it is larger than a window.</summary>
/// <param name="Window">Side of a window in pixels.</param>
/// <param name="Height">The map's height.</param>
/// <param name="Width">The map's width.</param>
/// <param name="Rows">Windows one below the other.</param>
/// <param name="Columns">Windows side by side.</param>
/// <param name="Down">Pixels by which the windows are shifted down.</param>
/// <param name="Right">Pixels by which they are shifted to the right.</param>
internal sealed record WindowGrid(int Window, long Height, long Width, long Rows, long Columns, int Down, int Right)
{
    /// <summary>Number of windows.</summary>
    public long Count => Rows * Columns;

    /// <summary>Whether the windows are shifted.</summary>
    public bool IsShifted => Down > 0 || Right > 0;

    public static WindowGrid Over(Tensor map, int window, int shift)
    {
        (long height, long width) = (map.shape[1], map.shape[2]);
        long rows = (height + window - 1) / window;
        long columns = (width + window - 1) / window;
        return new WindowGrid(window, height, width, rows, columns, rows > 1 ? shift : 0, columns > 1 ? shift : 0);
    }

    /// <summary>The windows' pixels, [N · windows, window · window, C].</summary>
    public Tensor Cut(Tensor map)
    {
        Tensor padded = F.pad(map, [0, 0, 0, (Columns * Window) - Width, 0, (Rows * Window) - Height]);
        Tensor shifted = IsShifted ? padded.roll([-Down, -Right], [1, 2]) : padded;
        (long count, long channels) = (map.shape[0], map.shape[3]);
        return shifted
            .reshape(count, Rows, Window, Columns, Window, channels)
            .permute(0, 1, 3, 2, 4, 5)
            .reshape(count * Count, Window * Window, channels);
    }

    /// <summary>The map [N,H,W,C] again.</summary>
    public Tensor Join(Tensor windows)
    {
        (long count, long channels) = (windows.shape[0] / Count, windows.shape[2]);
        Tensor map = windows
            .reshape(count, Rows, Columns, Window, Window, channels)
            .permute(0, 1, 3, 2, 4, 5)
            .reshape(count, Rows * Window, Columns * Window, channels);
        Tensor back = IsShifted ? map.roll([Down, Right], [1, 2]) : map;
        return back.narrow(1, 0, Height).narrow(2, 0, Width).contiguous();
    }

    /// <summary>The number of the region each pixel of each window comes from, [windows, window · window]: what the cyclic shift brought together differs.</summary>
    public Tensor CutRegions(Device device)
    {
        Tensor down = Regions(Rows * Window, Down, device) * 3;
        Tensor map = down.unsqueeze(1) + Regions(Columns * Window, Right, device).unsqueeze(0);
        return map.reshape(Rows, Window, Columns, Window).permute(0, 2, 1, 3).reshape(Count, Window * Window);
    }

    private Tensor Regions(long length, int shift, Device device)
    {
        long[] regions =
        [
            .. Enumerable
                .Range(0, (int)length)
                .Select(i =>
                    i < length - Window ? 0L
                    : i < length - shift ? 1L
                    : 2L
                ),
        ];
        return tensor(regions, device: device);
    }
}
