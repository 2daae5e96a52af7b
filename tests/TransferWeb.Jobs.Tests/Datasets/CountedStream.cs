namespace TransferWeb.Jobs.Tests.Datasets;

/// <summary>A body of so many bytes that may be cut off before its end; counts what was read of it.</summary>
internal sealed class CountedStream(long length, bool cutOff = false) : Stream
{
    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Given;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int given = (int)Math.Min(count, length - Given);
        if (given == 0 && cutOff)
        {
            throw new IOException("The connection was closed before the body ended.");
        }

        Given += given;
        return given;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
