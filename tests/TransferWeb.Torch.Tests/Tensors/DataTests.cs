using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Tensors;

public sealed class DataTests : ScopedTest
{
    [Fact]
    public void Tensor_FromArrays_KeepsTypeAndOrder()
    {
        Assert.Equal(ScalarType.Int64, tensor(new[] { 1L }).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
        Assert.Equal(ScalarType.Float32, tensor(new[] { 1.0 }, dtype: float32).dtype);
        var grid = from_array(
            new[,]
            {
                { 1, 2, 3 },
                { 4, 5, 6 },
            }
        );
        Assert.Equal([2L, 3L], grid.shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], grid.data<int>().ToArray());
        Assert.Equal([0L], tensor(Array.Empty<float>()).shape);
    }

    [Fact]
    public void Tensor_ShapeOfAnotherSize_Throws()
    {
        var failure = Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2f, 3f }, [2, 2]));

        Assert.Contains("holds 4 values; 3 were given", failure.Message);
    }

    [Fact]
    public void Accessor_OfTransposedView_FollowsTheDimensions()
    {
        var view = arange(6).reshape(2, 3).t();
        var elements = view.data<long>();

        Assert.Equal([0L, 3L, 1L, 4L, 2L, 5L], elements.ToArray());
        Assert.Equal(4L, elements[1, 1]);
        Assert.Equal(4L, elements[3]);
        elements[2, 0] = 99;
        Assert.Equal(99L, view[2, 0].item<long>());
        Assert.Throws<ArgumentOutOfRangeException>(() => elements[3, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => elements[6]);
        Assert.Throws<ArgumentException>(() => elements[0, 0, 0]);
        Assert.Equal(elements.ToArray(), elements.Select(value => value));
    }

    [Fact]
    public void Accessor_OfAnotherType_Throws()
    {
        Assert.Throws<ArgumentException>(() => ones(1).data<double>());
    }

    [Fact]
    public void Bytes_WrittenAndReadBack_AreTheSame()
    {
        var source = tensor(new[] { 1f, -2.5f, float.NaN });
        var target = zeros(3);

        source.bytes.CopyTo(target.bytes);

        Assert.Equal(12, source.bytes.Length);
        Assert.Equal(source.data<float>().ToArray(), target.data<float>().ToArray());
        Assert.Throws<InvalidOperationException>(() => ones(2, 2).expand(3, 2, 2).bytes.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1 << 20)]
    public void Streams_OfStridedTensors_RoundTrip(int buffer)
    {
        var source = arange(12, dtype: float64).reshape(3, 4).t();
        using var stream = new MemoryStream();

        source.WriteBytesToStream(stream, buffer);
        stream.Position = 0;
        var target = zeros(4, 3, dtype: float64);
        target.ReadBytesFromStream(stream, buffer);

        Assert.Equal(96, stream.Length);
        Assert.True(source.Equals(target));
    }

    [Fact]
    public void Streams_IntoStridedTarget_FollowTheDimensions()
    {
        using var stream = new MemoryStream();
        arange(6).reshape(2, 3).WriteBytesToStream(stream);
        stream.Position = 0;
        var target = zeros(3, 2, dtype: int64).t();

        target.ReadBytesFromStream(stream);

        AssertValues([0, 1, 2, 3, 4, 5], target);
    }

    [Fact]
    public void Streams_EndingEarly_Throw()
    {
        using var stream = new MemoryStream(new byte[5]);

        Assert.Throws<EndOfStreamException>(() => ones(2).ReadBytesFromStream(stream));
    }

    [Fact]
    public void Save_ThenLoad_GivesTheTensorBack()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var first = randn(2, 300);
        var second = tensor(new[] { true, false });
        first.Save(writer);
        second.Save(writer);

        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        var target = zeros(2, 300);
        target.Load(reader, skip: true);
        Assert.Equal(0f, target.sum().item<float>());
        Assert.True(second.Equals(TensorExtensionMethods.Load(reader)));
        stream.Position = 0;
        target.Load(reader);
        Assert.True(first.Equals(target));
    }

    [Fact]
    public void Save_Header_IsTorchSharpsLeb128()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);

        zeros(300, 1, dtype: uint8).Save(writer);

        Assert.Equal([0, 2, 0xAC, 0x02, 1], stream.ToArray().Take(5));
    }

    [Fact]
    public void Load_AnotherShapeOrDamage_Throws()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        ones(2).Save(writer);
        using var reader = new BinaryReader(stream);

        stream.Position = 0;
        Assert.Throws<ArgumentException>(() => zeros(3).Load(reader));
        stream.Position = 0;
        Assert.Throws<ArgumentException>(() => zeros(2, dtype: float64).Load(reader));
        using var damaged = new BinaryReader(new MemoryStream([99, 1, 1]));
        Assert.Throws<InvalidDataException>(() => TensorExtensionMethods.Load(damaged));
        using var endless = new BinaryReader(new MemoryStream(Enumerable.Repeat((byte)0xFF, 20).ToArray()));
        Assert.Throws<InvalidDataException>(() => TensorExtensionMethods.Load(endless));
    }

    [Fact]
    public void Scalars_KeepTheirKind()
    {
        Assert.Equal(ScalarType.Int64, ((Scalar)3).Type);
        Assert.Equal(ScalarType.Bool, tensor(true).ToScalar().Type);
        Assert.Equal(2.5, tensor(2.5f).ToDouble());
        Assert.Equal(-2, ((Scalar)(-2.9)).ToInt32());
        Assert.Throws<OverflowException>(() => ((Scalar)300).ToByte());
    }
}
