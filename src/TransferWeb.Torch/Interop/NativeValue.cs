using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The kind of a value that crosses to libtorch's dispatcher; the numbers are those of transferweb_torch.h.</summary>
internal enum ValueTag
{
    Default = 0,
    None = 1,
    Tensor = 2,
    Int = 3,
    Double = 4,
    Bool = 5,
    String = 6,
    Device = 7,
    Generator = 8,
    IntList = 9,
    DoubleList = 10,
    BoolList = 11,
    TensorList = 12,
}

/// <summary>One argument or result of an operator, laid out as TwtValue in transferweb_torch.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public ValueTag Tag;
    public int Extra;
    public long Bits;
    public long Length;

    public readonly double Number => BitConverter.Int64BitsToDouble(Bits);

    public readonly nint Pointer => (nint)Bits;
}

/// <summary>What libtorch knows about a tensor without touching its data, laid out as TwtTensorInfo.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorInfo
{
    public long* Sizes;
    public long* Strides;
    public long Dimensions;
    public long Elements;
    public long ElementSize;
    public int ScalarType;
    public int DeviceType;
    public int DeviceIndex;
    public TensorFlags Flags;
}

/// <summary>The yes-or-no facts of <see cref="TensorInfo"/>.</summary>
[Flags]
internal enum TensorFlags
{
    RequiresGrad = 1,
    IsLeaf = 2,
    IsContiguous = 4,
    IsChannelsLast = 8,
    IsInference = 16,
    IsSparse = 32,
}

/// <summary>A CUDA device's memory in bytes, laid out as TwtMemoryStats.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MemoryStats
{
    public long Allocated;
    public long AllocatedPeak;
    public long Reserved;
    public long ReservedPeak;
    public long DeviceFree;
    public long DeviceTotal;
}
