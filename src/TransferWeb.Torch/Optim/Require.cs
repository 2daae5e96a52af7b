using System.Runtime.CompilerServices;

namespace TorchSharp.Modules;

/// <summary>Checks of optimizer settings that give the setting back.</summary>
internal static class Require
{
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not a number.</exception>
    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must not be negative.");

    /// <exception cref="ArgumentOutOfRangeException">The number is not in [0, 1).</exception>
    public static double DecayRate(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1.");
}
