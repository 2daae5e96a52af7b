namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Writes the elements' bytes, in the order of the dimensions, in pieces of <paramref name="bufferSize"/> bytes.</summary>
        public unsafe void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            using var scope = NewDisposeScope();
            var plain = cpu().contiguous();
            var length = plain.numel() * plain.ElementSize;
            var source = (byte*)plain.DataPointer();
            var piece = Math.Max(bufferSize, 1);
            for (long done = 0; done < length; done += piece)
            {
                stream.Write(new ReadOnlySpan<byte>(source + done, (int)Math.Min(piece, length - done)));
            }
            GC.KeepAlive(plain);
        }

        /// <summary>Overwrites the elements with bytes from the stream, in the order of the dimensions.</summary>
        /// <exception cref="EndOfStreamException">The stream ends too early; the tensor is then half overwritten.</exception>
        public unsafe void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            using var scope = NewDisposeScope();
            var direct = device_type == DeviceType.CPU && is_contiguous();
            var plain = direct ? this : empty(shape, dtype, CPU);
            var length = plain.numel() * plain.ElementSize;
            var target = (byte*)plain.DataPointer();
            var piece = Math.Max(bufferSize, 1);
            for (long done = 0; done < length; done += piece)
            {
                stream.ReadExactly(new Span<byte>(target + done, (int)Math.Min(piece, length - done)));
            }
            if (!direct)
            {
                using var mode = no_grad();
                copy_(plain);
            }
            GC.KeepAlive(plain);
        }
    }
}
