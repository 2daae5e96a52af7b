using System.Diagnostics.CodeAnalysis;

namespace TransferWeb.Vision.Weights;

/// <summary>The kind of number a stored tensor holds.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names of number types are the subject.")]
public enum WeightType
{
    /// <summary>32-bit float.</summary>
    Float32,

    /// <summary>64-bit float.</summary>
    Float64,

    /// <summary>16-bit float of IEEE 754.</summary>
    Float16,

    /// <summary>The upper half of a 32-bit float.</summary>
    BFloat16,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 16-bit integer.</summary>
    Int16,

    /// <summary>Signed byte.</summary>
    Int8,

    /// <summary>Unsigned byte.</summary>
    UInt8,

    /// <summary>One byte: 0 or 1.</summary>
    Bool,
}

/// <summary>What is known of each <see cref="WeightType"/>.</summary>
public static class WeightTypes
{
    /// <summary>Bytes of one number: 1, 2, 4 or 8.</summary>
    public static int SizeBytes(this WeightType type) =>
        type switch
        {
            WeightType.Float64 or WeightType.Int64 => 8,
            WeightType.Float32 or WeightType.Int32 => 4,
            WeightType.Float16 or WeightType.BFloat16 or WeightType.Int16 => 2,
            WeightType.Int8 or WeightType.UInt8 or WeightType.Bool => 1,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
}
