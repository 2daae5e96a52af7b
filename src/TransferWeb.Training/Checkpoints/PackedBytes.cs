using System.Runtime.InteropServices;
using TransferWeb.Vision.Weights;

namespace TransferWeb.Training.Checkpoints;

/// <summary>Bytes as a tensor of whole 64-bit numbers, the first of which is their count: what a file of tensors has no other place for.</summary>
internal static class PackedBytes
{
    /// <summary>The tensor, in the current dispose scope.</summary>
    public static Tensor ToTensor(byte[] bytes)
    {
        long[] numbers = new long[1 + Numbers(bytes.Length)];
        numbers[0] = bytes.Length;
        bytes.CopyTo(MemoryMarshal.AsBytes(numbers.AsSpan(1)));
        return tensor(numbers);
    }

    /// <summary>The same for bytes that are never in memory together.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="content">Writes the bytes; called twice, the first time for their count alone, and must write the same.</param>
    public static TensorToWrite ToWrite(string name, Action<Stream> content)
    {
        using CountingStream counter = new();
        content(counter);
        long count = counter.Length;
        return new TensorToWrite(
            name,
            WeightType.Int64,
            [1 + Numbers(count)],
            stream =>
            {
                stream.Write(BitConverter.GetBytes(count));
                content(stream);
                stream.Write(new byte[(Numbers(count) * sizeof(long)) - count]);
            }
        );
    }

    /// <summary>The bytes again.</summary>
    public static byte[] Read(WeightTensor stored)
    {
        ReadOnlySpan<byte> bytes = stored.ToBytes();
        long count = MemoryMarshal.Read<long>(bytes);
        return bytes.Slice(sizeof(long), checked((int)count)).ToArray();
    }

    private static long Numbers(long bytes) => (bytes + sizeof(long) - 1) / sizeof(long);

    private sealed class CountingStream : Stream
    {
        private long count;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => count;

        public override long Position
        {
            get => count;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => count += buffer.Length;

        public override void Write(byte[] buffer, int offset, int count) => this.count += count;

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
