using TransferWeb.Torch;

namespace TransferWeb.Training.Devices;

/// <summary>Settings of CUDA's libraries for this process.</summary>
public static class CudaSettings
{
    /// <summary>
    /// Lets a GPU compute what stays in 32 bits in TF32 (10 bits of mantissa, which training does not notice) and try cuDNN's algorithms for each shape, of which a run has
    /// few. Other devices have no such settings.
    /// </summary>
    public static void Apply(Device device)
    {
        if (device.type == DeviceType.CUDA)
        {
            Acceleration.PreferSpeedOnCuda();
        }
    }
}
