using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number whose kind (integer, floating point, truth value) libtorch keeps. Numbers convert to it implicitly.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(ValueTag tag, long bits)
    {
        Tag = tag;
        Bits = bits;
    }

    internal ValueTag Tag { get; }

    internal long Bits { get; }

    /// <summary>Int64, Float64 or Bool.</summary>
    public torch.ScalarType Type =>
        Tag switch
        {
            ValueTag.Int => torch.ScalarType.Int64,
            ValueTag.Bool => torch.ScalarType.Bool,
            _ => torch.ScalarType.Float64,
        };

    public static implicit operator Scalar(byte value) => new(ValueTag.Int, value);

    public static implicit operator Scalar(sbyte value) => new(ValueTag.Int, value);

    public static implicit operator Scalar(short value) => new(ValueTag.Int, value);

    public static implicit operator Scalar(int value) => new(ValueTag.Int, value);

    public static implicit operator Scalar(long value) => new(ValueTag.Int, value);

    public static implicit operator Scalar(bool value) => new(ValueTag.Bool, value ? 1 : 0);

    public static implicit operator Scalar(Half value) => (double)value;

    public static implicit operator Scalar(float value) => (double)value;

    public static implicit operator Scalar(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>The value as a double.</summary>
    public double ToDouble() => Tag == ValueTag.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    /// <summary>The value as a float.</summary>
    public float ToSingle() => (float)ToDouble();

    /// <summary>The value as a half-precision number.</summary>
    public Half ToHalf() => (Half)ToDouble();

    /// <summary>The value as a 64-bit integer, cut towards zero.</summary>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public long ToInt64() => Tag == ValueTag.Double ? checked((long)ToDouble()) : Bits;

    /// <summary>The value as a 32-bit integer, cut towards zero.</summary>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public int ToInt32() => checked((int)ToInt64());

    /// <summary>The value as a 16-bit integer, cut towards zero.</summary>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public short ToInt16() => checked((short)ToInt64());

    /// <summary>The value as a byte, cut towards zero.</summary>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public byte ToByte() => checked((byte)ToInt64());

    /// <summary>The value as a signed byte, cut towards zero.</summary>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public sbyte ToSByte() => checked((sbyte)ToInt64());

    /// <summary>Whether the value is other than zero.</summary>
    public bool ToBoolean() => Tag == ValueTag.Double ? ToDouble() != 0 : Bits != 0;

    /// <summary>Nothing to free; TorchSharp's scalars are disposable, and code written for them says <c>using</c>.</summary>
    public void Dispose() { }

    public override string ToString() =>
        Tag switch
        {
            ValueTag.Int => Bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ValueTag.Bool => Bits != 0 ? "True" : "False",
            _ => ToDouble().ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
}

/// <summary>Numbers to scalars, as TorchSharp spells it.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this sbyte value) => value;

    public static Scalar ToScalar(this short value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;
}
