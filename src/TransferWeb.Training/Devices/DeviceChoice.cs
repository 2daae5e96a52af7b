using System.Globalization;
using TransferWeb.Core.Runs;

namespace TransferWeb.Training.Devices;

/// <summary>Turns a spec's word for a device into the device.</summary>
public static class DeviceChoice
{
    /// <summary>The first of a spec's devices, once all of them are known to be there. <c>auto</c> takes the first GPU where there is one, else the CPU.</summary>
    /// <exception cref="RunFailedException">A device asked for is not there.</exception>
    public static Device Resolve(string names)
    {
        Device[] devices = [.. RunDevices.Of(names).Select(One)];
        return devices[0];
    }

    private static Device One(string name)
    {
        if (name == "cpu")
        {
            return CPU;
        }

        int count = cuda.is_available() ? cuda.device_count() : 0;
        if (name == "auto")
        {
            return count > 0 ? device("cuda:0") : CPU;
        }

        int index = int.Parse(name.AsSpan("cuda:".Length), NumberStyles.None, CultureInfo.InvariantCulture);
        return index < count
            ? device(name)
            : throw new RunFailedException(
                RunFailure.DeviceUnavailable,
                count == 0
                    ? $"The device {name} was asked for, but no GPU can be used here. Choose auto or cpu."
                    : $"The device {name} was asked for, but there are only {count} GPUs: cuda:0 to cuda:{count - 1}."
            );
    }
}
