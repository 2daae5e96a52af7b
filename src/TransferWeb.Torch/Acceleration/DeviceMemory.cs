namespace TransferWeb.Torch;

/// <summary>A device's memory in bytes.</summary>
/// <param name="AllocatedBytes">In use by tensors now.</param>
/// <param name="AllocatedPeakBytes">The most that tensors have used at once.</param>
/// <param name="ReservedBytes">Held by libtorch's cache now.</param>
/// <param name="ReservedPeakBytes">The most that the cache has held.</param>
/// <param name="FreeBytes">Free on the device for any process.</param>
/// <param name="TotalBytes">What the device has.</param>
public sealed record DeviceMemory(
    long AllocatedBytes,
    long AllocatedPeakBytes,
    long ReservedBytes,
    long ReservedPeakBytes,
    long FreeBytes,
    long TotalBytes
);
