namespace TorchSharp;

/// <summary>Turns the spellings of a size in TorchSharp's overloads (one number, a pair, or nothing) into the list libtorch takes.</summary>
internal static class Sizes
{
    public static long[]? Of(long? size) => size is { } value ? [value] : null;

    public static long[] Of((long, long) size) => [size.Item1, size.Item2];

    public static long[]? Of((long, long)? size) => size is { } value ? [value.Item1, value.Item2] : null;

    /// <summary>Height and width from a list of one (both the same) or two numbers.</summary>
    /// <exception cref="ArgumentException">The list has another length.</exception>
    public static long[] Pair(long[] size) =>
        size.Length switch
        {
            1 => [size[0], size[0]],
            2 => size,
            _ => throw new ArgumentException($"Expected one or two numbers, not {size.Length}.", nameof(size)),
        };
}
