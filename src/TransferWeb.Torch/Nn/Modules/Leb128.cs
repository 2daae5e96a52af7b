namespace TorchSharp;

/// <summary>The variable-length integers of TorchSharp's files: seven bits a byte, lowest first, the top bit set on all but the last.</summary>
internal static class Leb128
{
    private const int MaxBytes = 10;

    public static void Write(BinaryWriter writer, long value) => writer.Write7BitEncodedInt64(value);

    /// <exception cref="InvalidDataException">The number is longer than 64 bits or negative.</exception>
    public static long ReadCount(BinaryReader reader, string what)
    {
        long value = 0;
        for (int index = 0; index < MaxBytes; index++)
        {
            byte part = reader.ReadByte();
            value |= (long)(part & 0x7F) << (7 * index);
            if ((part & 0x80) == 0)
            {
                return value >= 0 ? value : throw new InvalidDataException($"The {what} in the file is negative.");
            }
        }

        throw new InvalidDataException($"The {what} in the file is not a number.");
    }
}
