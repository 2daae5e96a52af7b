using System.Buffers.Binary;
using System.Text.Json;

namespace TransferWeb.Vision.Weights.Containers;

/// <summary>The safetensors container: length of the header (8 bytes), a JSON header, then the numbers.</summary>
internal static class SafetensorsContainer
{
    // As the format's own reader has it.
    private const long MaxHeaderBytes = 100_000_000;

    /// <summary>Whether a file may be safetensors: a believable length, then an open brace.</summary>
    public static bool IsSafetensors(ReadOnlySpan<byte> start, long fileLength) =>
        start.Length > 9
        && start[8] == (byte)'{'
        && BinaryPrimitives.ReadInt64LittleEndian(start) is >= 2 and <= MaxHeaderBytes
        && (BinaryPrimitives.ReadInt64LittleEndian(start) <= fileLength || start[9] == (byte)'"');

    public static List<WeightTensor> Read(WeightSource source, IDictionary<string, string> metadata)
    {
        long headerLength = BinaryPrimitives.ReadInt64LittleEndian(source.Read(0, 8));
        byte[] header = source.Read(8, (int)headerLength);
        WeightStorage data = new(source, 8 + headerLength, source.Length - 8 - headerLength);
        try
        {
            using JsonDocument document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8 });
            List<WeightTensor> tensors = [];
            HashSet<string> names = [];
            foreach (JsonProperty entry in document.RootElement.EnumerateObject())
            {
                if (!names.Add(entry.Name))
                {
                    throw WeightsException.Damaged(source.Name, $"the name {entry.Name} occurs twice");
                }

                if (entry.Name == "__metadata__")
                {
                    foreach (JsonProperty pair in entry.Value.EnumerateObject())
                    {
                        metadata[pair.Name] = pair.Value.GetString() ?? "";
                    }
                }
                else
                {
                    tensors.Add(ReadTensor(entry, data));
                }
            }

            return tensors;
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw WeightsException.Damaged(source.Name, "its header makes no sense", exception);
        }
    }

    private static WeightTensor ReadTensor(JsonProperty entry, WeightStorage data)
    {
        string fileName = data.Source.Name;
        WeightType type = ParseType(entry.Value.GetProperty("dtype").GetString(), fileName);
        long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64())];
        long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        if (offsets is not [var begin, var end] || begin < 0 || end < begin || end > data.SizeBytes)
        {
            throw WeightsException.Damaged(fileName, $"the tensor {entry.Name} does not lie within the file");
        }

        WeightStorage part = data with { Offset = data.Offset + begin, SizeBytes = end - begin };
        WeightTensor tensor = new(entry.Name, type, part, 0, shape, Packed(shape));
        return tensor.SizeBytes == part.SizeBytes
            ? tensor
            : throw WeightsException.Damaged(fileName, $"the tensor {entry.Name} has another size than its shape says");
    }

    // The strides of a packed tensor; an impossible shape overflows here or in the tensor's own check, never unnoticed.
    private static long[] Packed(long[] shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride = unchecked(stride * shape[d]);
        }

        return strides;
    }

    private static WeightType ParseType(string? name, string fileName) =>
        name switch
        {
            "F32" => WeightType.Float32,
            "F64" => WeightType.Float64,
            "F16" => WeightType.Float16,
            "BF16" => WeightType.BFloat16,
            "I64" => WeightType.Int64,
            "I32" => WeightType.Int32,
            "I16" => WeightType.Int16,
            "I8" => WeightType.Int8,
            "U8" => WeightType.UInt8,
            "BOOL" => WeightType.Bool,
            _ => throw new WeightsException(
                WeightsFault.Unsupported,
                $"{fileName} holds numbers of the kind {name}, which is not read here. Save it with 32-bit or 16-bit floats."
            ),
        };

    /// <summary>How the header names a kind of number.</summary>
    public static string NameOf(WeightType type) =>
        type switch
        {
            WeightType.Float32 => "F32",
            WeightType.Float64 => "F64",
            WeightType.Float16 => "F16",
            WeightType.BFloat16 => "BF16",
            WeightType.Int64 => "I64",
            WeightType.Int32 => "I32",
            WeightType.Int16 => "I16",
            WeightType.Int8 => "I8",
            WeightType.UInt8 => "U8",
            WeightType.Bool => "BOOL",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
}
