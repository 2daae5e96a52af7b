using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Tensors;

public sealed class IndexTests : ScopedTest
{
    private readonly Tensor _grid = arange(12, dtype: float32).reshape(3, 4);

    [Fact]
    public void Number_PicksASlice()
    {
        AssertValues([4, 5, 6, 7], _grid[1]);
        AssertValues([8, 9, 10, 11], _grid[-1]);
        Assert.Equal(6f, _grid[1, 2].item<float>());
    }

    [Fact]
    public void Ranges_PickParts()
    {
        AssertValues([1, 2, 5, 6], _grid[..2, 1..3]);
        AssertValues([3, 7, 11], _grid[TensorIndex.Ellipsis, -1]);
        AssertValues([0, 2, 8, 10], _grid[TensorIndex.Slice(step: 2), TensorIndex.Slice(0, 4, 2)]);
        AssertValues([2, 3, 6, 7, 10, 11], _grid[TensorIndex.Colon, ^2..]);
        Assert.Equal([3L, 1L, 4L], _grid[TensorIndex.Colon, TensorIndex.None].shape);
    }

    [Fact]
    public void Tensors_PickElements()
    {
        var rows = tensor(new[] { 2L, 0L });

        AssertValues([8, 9, 10, 11, 0, 1, 2, 3], _grid[rows]);
        AssertValues([9, 2], _grid[rows, tensor(new[] { 1L, 2L })]);
        AssertValues([10, 2], _grid[TensorIndex.Colon, 2][rows]);
        AssertValues([2, 0, 6, 4, 10, 8], _grid[TensorIndex.Colon, rows]);
    }

    [Fact]
    public void Masks_PickWhereTrue()
    {
        AssertValues([10, 11], _grid[_grid > 9]);
        AssertValues([0, 1, 2, 3, 8, 9, 10, 11], _grid[tensor(new[] { true, false, true })]);
        var cube = arange(8).reshape(2, 2, 2);
        var mask = tensor(new[] { true, false, false, true }, 2, 2);
        AssertValues([1, 7], cube[TensorIndex.Tensor(mask), 1]);
    }

    [Fact]
    public void Setting_OverwritesTheNamedPart()
    {
        var grid = _grid.clone();

        grid[0, 1..3] = tensor(new[] { -1f, -2f });
        grid[grid > 9] = tensor(0f);
        grid[TensorIndex.Colon, tensor(new[] { 0L })] = tensor(50);

        AssertValues([50, -1, -2, 3, 50, 5, 6, 7, 50, 9, 0, 0], grid);
    }

    [Fact]
    public void NumberOutOfRange_Throws()
    {
        var failure = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => _grid[3]);

        Assert.Contains("index 3 out of range", failure.Message);
    }
}
