using System.Globalization;

namespace TorchSharp;

/// <summary>Kinds of device; the numbers are libtorch's.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    Vulkan = 10,
    Metal = 11,
    XPU = 12,
    MPS = 13,
    META = 14,
}

public static partial class torch
{
    /// <summary>Where a tensor lives: a kind of device and, where there are several, a number.</summary>
    public class Device
    {
        /// <summary>A device named as in PyTorch: "cpu", "cuda", "cuda:0".</summary>
        /// <exception cref="ArgumentException">The text names no device.</exception>
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var parts = description.Split(':');
            index = parts.Length == 1 ? -1 : ParseIndex(description, parts);
            type =
                Enum.TryParse<DeviceType>(parts[0], ignoreCase: true, out var parsed) && !char.IsAsciiDigit(description[0])
                    ? parsed
                    : throw Unknown(description);
        }

        /// <summary>A device of a kind by PyTorch's name; index -1 means the current one.</summary>
        /// <exception cref="ArgumentException">The text names no device.</exception>
        public Device(string deviceType, int index)
            : this(index < 0 ? deviceType : string.Create(CultureInfo.InvariantCulture, $"{deviceType}:{index}")) { }

        /// <summary>A device of a kind; index -1 means the current one.</summary>
        public Device(DeviceType type, int index = -1)
        {
            this.type = type;
            this.index = index;
        }

        /// <summary>The CUDA device with this number.</summary>
        public Device(int index)
            : this(DeviceType.CUDA, index) { }

        public DeviceType type { get; }

        /// <summary>The device's number, or -1 for the current one.</summary>
        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override bool Equals(object? obj) => obj is Device other && type == other.type && index == other.index;

        public override int GetHashCode() => HashCode.Combine(type, index);

        public override string ToString()
        {
            var name = type.ToString().ToLowerInvariant();
            return index < 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{index}");
        }

        private static int ParseIndex(string description, string[] parts) =>
            parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? index
                : throw Unknown(description);

        private static ArgumentException Unknown(string description) =>
            new($"\"{description}\" names no device; write \"cpu\", \"cuda\" or \"cuda:0\".", nameof(description));
    }

    /// <summary>The processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>The current CUDA device.</summary>
    public static readonly Device CUDA = new(DeviceType.CUDA);

    /// <summary>Shapes and types without data.</summary>
    public static readonly Device META = new(DeviceType.META);

    /// <summary>A device by PyTorch's name, as "cuda:0".</summary>
    public static Device device(string description) => new(description);

    /// <summary>A device by PyTorch's name and a number.</summary>
    public static Device device(string deviceType, int index) => new(deviceType, index);

    /// <summary>The CUDA device with this number.</summary>
    public static Device device(int index) => new(index);

    /// <summary>A device by kind and number.</summary>
    public static Device device(DeviceType type, int index = -1) => new(type, index);
}
