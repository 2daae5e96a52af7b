using System.Buffers.Binary;
using System.Text.Json;
using TransferWeb.Vision.Weights.Containers;

namespace TransferWeb.Vision.Weights;

/// <summary>Writes safetensors files: names sorted, the file whole or not there. The same input gives the same bytes.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes <paramref name="tensors"/> with the texts <paramref name="metadata"/> beside them.</summary>
    /// <exception cref="ArgumentException">Two tensors of one name, or a number of bytes that does not fit the shape.</exception>
    public static void Write(
        string path,
        IEnumerable<TensorToWrite> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        TensorToWrite[] sorted = [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        for (int i = 0; i < sorted.Length; i++)
        {
            Check(sorted[i], i > 0 ? sorted[i - 1].Name : null);
        }

        byte[] header = MakeHeader(sorted, metadata ?? new Dictionary<string, string>());
        WholeFile.Write(
            path,
            stream =>
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
                stream.Write(length);
                stream.Write(header);
                foreach (TensorToWrite tensor in sorted)
                {
                    WriteContent(tensor, stream);
                }
            },
            8 + header.Length + sorted.Sum(tensor => tensor.Length)
        );
    }

    private static void Check(TensorToWrite tensor, string? previousName)
    {
        if (tensor.Name == previousName || tensor.Name == "__metadata__")
        {
            throw new ArgumentException($"The name {tensor.Name} cannot be used, or is used twice.", nameof(tensor));
        }

        if (tensor.NeededBytes != tensor.Length)
        {
            throw new ArgumentException(
                $"{tensor.Name} has {tensor.Length} bytes; its shape needs {tensor.NeededBytes}.",
                nameof(tensor)
            );
        }
    }

    private static void WriteContent(TensorToWrite tensor, FileStream stream)
    {
        long began = stream.Position;
        tensor.Content(stream);
        if (stream.Position - began != tensor.Length)
        {
            throw new InvalidOperationException(
                $"{tensor.Name} wrote {stream.Position - began} bytes; its shape needs {tensor.Length}."
            );
        }
    }

    private static byte[] MakeHeader(TensorToWrite[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject("__metadata__");
                foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach (TensorToWrite tensor in tensors)
            {
                WriteEntry(json, tensor, offset);
                offset += tensor.Length;
            }

            json.WriteEndObject();
        }

        // Readers map the numbers into memory: the header is padded with spaces so that they begin at a multiple of 8.
        while (stream.Length % 8 != 0)
        {
            stream.WriteByte((byte)' ');
        }

        return stream.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorToWrite tensor, long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafetensorsContainer.NameOf(tensor.Type));
        json.WriteStartArray("shape");
        foreach (long side in tensor.Shape)
        {
            json.WriteNumberValue(side);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + tensor.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
