using TransferWeb.Torch;

namespace TransferWeb.Training.Devices;

/// <summary>
/// Chooses number types by what a device is quick at. <c>TRANSFERWEB_PRECISION=float32</c> in the environment keeps frozen networks and training in float32 everywhere, for
/// comparisons between machines or numbers of processes.
/// </summary>
public static class Precision
{
    private static readonly bool MayBeNarrow = Environment.GetEnvironmentVariable("TRANSFERWEB_PRECISION") != "float32";

    /// <summary>What a frozen network computes in: bfloat16 where the device multiplies it in hardware, else float32.</summary>
    public static ScalarType ForFrozen(Device device) =>
        MayBeNarrow && Acceleration.HasBfloat16(device) ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>
    /// What training's forward passes are made in: convolutions in bfloat16 where the device multiplies it in hardware. Weights, updates and
    /// measurements stay float32.
    /// </summary>
    public static IDisposable ForTraining(Device device) =>
        MayBeNarrow && Acceleration.HasBfloat16(device) && Acceleration.SupportsAutocast(device.type, ScalarType.BFloat16)
            ? Acceleration.Autocast(device.type, ScalarType.BFloat16)
            : enable_grad();
}
