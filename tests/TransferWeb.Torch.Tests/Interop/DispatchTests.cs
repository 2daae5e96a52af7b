using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Interop;
using TransferWeb.Torch.Tests.Tensors;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Interop;

public sealed class DispatchTests : ScopedTest
{
    [Fact]
    public void EveryOperatorField_ExistsInLibtorch()
    {
        // Called only where libtorch is new enough to have them; each caller asks first.
        string[] newer = ["aten::scaled_dot_product_attention"];
        var operators = typeof(Operator)
            .Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(Operator))
            .Select(field => (Operator)field.GetValue(null)!)
            .ToList();

        var missing = operators.Where(op => !op.Exists).Select(op => op.Name).Except(newer);

        Assert.True(operators.Count > 300);
        Assert.Empty(missing);
    }

    [Fact]
    public void EveryNativeFunction_IsExported()
    {
        var library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libtransferweb_torch.so"));
        var functions = typeof(NativeMethods)
            .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Select(method => method.Name)
            .Where(name => name.StartsWith("twt_", StringComparison.Ordinal))
            .ToList();

        Assert.True(functions.Count > 40);
        Assert.All(functions, name => Assert.True(NativeLibrary.TryGetExport(library, name, out _), name));
    }

    [Fact]
    public void Call_SeveralResults_SpreadsThem()
    {
        var (values, places) = new Operator("aten::max", "dim").Call2(tensor(new[] { 1f, 5f, 3f }), 0, false);

        Assert.Equal(5f, values.item<float>());
        Assert.Equal(1L, places.item<long>());
    }

    [Fact]
    public void Call_TensorList_GivesEachTensor()
    {
        var parts = new Operator("aten::split", "Tensor").CallList(arange(5), 2, 0);

        Assert.Equal([2L, 2L, 1L], parts.Select(part => part.size(0)));
    }

    [Fact]
    public void Call_Numbers_GivesTheirKind()
    {
        Assert.Equal(3L, new Operator("aten::size", "int").CallScalar(ones(2, 3), 1).ToInt64());
        Assert.True(new Operator("aten::is_same_size").CallScalar(ones(2), ones(2)).ToBoolean());
        Assert.Equal(ScalarType.Float64, new Operator("aten::_local_scalar_dense").CallScalar(tensor(2.5)).Type);
    }

    [Fact]
    public void CallAny_MixedResults_GivesManagedValues()
    {
        var rows = Assert.Single(new Operator("aten::unbind", "int").CallAny(ones(2, 3), 0));
        var scaling = new Operator("aten::_choose_qparams_per_tensor").CallAny(tensor(new[] { 0f, 510f }));

        Assert.Equal(2, Assert.IsType<Tensor[]>(rows).Length);
        Assert.Equal(2, scaling.Length);
        Assert.InRange(Assert.IsType<Scalar>(scaling[0]).ToDouble(), 1.9, 4.1);
        Assert.Equal(ScalarType.Int64, Assert.IsType<Scalar>(scaling[1]).Type);
    }

    [Fact]
    public void Call_DefaultArguments_AreTheSchemas()
    {
        var conv = new Operator("aten::conv2d");
        var picture = ones(1, 1, 3, 3);
        var weight = ones(1, 1, 2, 2);

        AssertValues([4, 4, 4, 4], conv.Call(picture, weight));
        AssertValues([5], conv.Call(picture, weight, ones(1), new long[] { 2, 2 }));
        AssertValues([4, 4, 4, 4], conv.Call(picture, weight, default, default, new long[] { 0, 0 }));
        var failure = Assert.Throws<ExternalException>(() => conv.Call(picture));
        Assert.Contains("aten::conv2d needs a value for \"weight\"", failure.Message);
    }

    [Fact]
    public void Call_EveryKindOfArgument_Arrives()
    {
        var text = new Operator("aten::einsum").Call("i,i->", new Tensor?[] { ones(3), ones(3) }, Arg.None);
        Assert.Equal(3f, text.item<float>());
        var scales = new Operator("aten::upsample_nearest2d", "vec").Call(ones(1, 1, 2, 2), Arg.None, new[] { 2.0, 3.0 });
        Assert.Equal([1L, 1L, 4L, 6L], scales.shape);
        var optional = new Operator("aten::index", "Tensor").Call(
            arange(4).reshape(2, 2),
            new Tensor?[] { null, tensor(new[] { 1L }) }
        );
        Assert.Equal([1L, 3L], optional.data<long>().ToArray());
        var device = new Operator("aten::zeros").Call(new long[] { 1 }, ScalarType.Int32, Arg.None, new Device("meta"));
        Assert.True(device.is_meta);
        Assert.Equal(2f, new Operator("aten::dropout").Call(ones(1) * 2, 0, false).item<float>());
    }

    [Fact]
    public void Call_LongLists_DoNotOverflowTheStack()
    {
        var many = Enumerable.Range(0, 5000).Select(i => tensor(i)).ToArray();

        var joined = stack(many);

        Assert.Equal(5000L * 4999 / 2, joined.sum().ToInt64());
    }

    [Fact]
    public void Call_UnknownOperatorOrWrongArguments_Throws()
    {
        var unknown = new Operator("aten::no_such_operator", "x");
        Assert.False(unknown.Exists);
        Assert.Contains(
            $"libtorch {__version__} has no operator aten::no_such_operator.x",
            Assert.Throws<ExternalException>(() => unknown.Call(ones(1))).Message
        );
        Assert.Throws<ExternalException>(() => new Operator("aten::relu").Call(ones(1), 1, 2));
        Assert.Throws<ExternalException>(() => new Operator("aten::relu").Call("text"));
        Assert.Throws<InvalidOperationException>(() => new Operator("aten::size", "int").Call(ones(1), 0));
    }
}
