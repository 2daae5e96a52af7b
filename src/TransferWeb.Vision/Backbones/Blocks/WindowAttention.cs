using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// Swin's attention for channels-last maps [N,H,W,C]: within windows of 7 × 7 pixels, which every second layer shifts by 3, with a learnt number for
/// each distance between two pixels (Liu et al., 2021). Named as in torchvision.
/// </summary>
internal sealed class WindowAttention : Block
{
    private const int Window = 7;
    private const int Area = Window * Window;

    // Added to the attention between pixels that only the cyclic shift has brought together.
    private const float Forbidden = -100;

    private readonly Block _project;
    private readonly Block _output;
    private readonly Tensor _distances;
    private readonly Tensor _index;
    private readonly int _heads;
    private readonly int _shift;

    /// <summary>Random weights.</summary>
    /// <param name="width">Channels.</param>
    /// <param name="heads">Number of heads, which divides the channels.</param>
    /// <param name="shift">Pixels by which the windows are shifted, 0 or 3.</param>
    public WindowAttention(int width, int heads, int shift)
        : base(nameof(WindowAttention))
    {
        Parameter distances = new(empty((2 * Window - 1) * (2 * Window - 1), heads));
        init.trunc_normal_(distances, std: 0.02);
        _distances = distances;
        _index = RelativePositions();
        _project = new Dense(width, 3 * width, WeightInits.Truncated);
        _output = new Dense(width, width, WeightInits.Truncated);
        _heads = heads;
        _shift = shift;
        register_parameter("relative_position_bias_table", distances);
        register_buffer("relative_position_index", _index);
        register_module("qkv", _project);
        register_module("proj", _output);
    }

    private WindowAttention(WindowAttention source, ScalarType dtype)
        : base(nameof(WindowAttention))
    {
        _distances = FrozenTensor.Of(source._distances, dtype);
        _index = FrozenTensor.Of(source._index, int64);
        _project = source._project.Frozen(dtype);
        _output = source._output.Frozen(dtype);
        _heads = source._heads;
        _shift = source._shift;
        register_buffer("distances", _distances);
        register_buffer("index", _index);
        register_module("project", _project);
        register_module("output", _output);
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        WindowGrid grid = WindowGrid.Over(input, Window, _shift);
        Tensor tokens = grid.Cut(input);
        long width = tokens.shape[^1];
        Tensor all = _project
            .call(tokens)
            .reshape(input.shape[0], grid.Count, Area, 3, _heads, width / _heads)
            .permute(3, 0, 1, 4, 2, 5);
        Tensor mixed = F.scaled_dot_product_attention(all.select(0, 0), all.select(0, 1), all.select(0, 2), Bias(grid, all));
        Tensor result = _output.call(mixed.transpose(2, 3).reshape(tokens.shape));
        return grid.Join(result).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype) => new WindowAttention(this, dtype);

    // [windows or 1, heads, area, area].
    private Tensor Bias(WindowGrid grid, Tensor like)
    {
        Tensor bias = _distances.index_select(0, _index).reshape(Area, Area, _heads).permute(2, 0, 1).unsqueeze(0);
        if (grid.IsShifted)
        {
            Tensor regions = grid.CutRegions(like.device);
            Tensor apart = regions.unsqueeze(1).ne(regions.unsqueeze(2));
            bias = bias + apart.to(bias.dtype).mul(Forbidden).unsqueeze(1);
        }

        return bias.to(like.dtype);
    }

    /// <summary>For each two pixels of a window, the row of the table that belongs to their distance: [area · area].</summary>
    private static Tensor RelativePositions()
    {
        long[] rows =
        [
            .. from i in Enumerable.Range(0, Area)
            from j in Enumerable.Range(0, Area)
            let down = (i / Window) - (j / Window) + Window - 1
            let right = (i % Window) - (j % Window) + Window - 1
            select (long)((down * ((2 * Window) - 1)) + right),
        ];
        return tensor(rows).DetachFromDisposeScope();
    }
}
