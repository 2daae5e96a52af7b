using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TransferWeb.Training.Data;

namespace TransferWeb.Training.Features;

/// <summary>
/// Features of pictures, a row a picture. A picture that could not be decoded has a row of zeros and is not <see cref="Has"/>. A large table is kept in a file and read
/// as needed, so that memory does not grow with the number of pictures.
/// </summary>
public sealed class FeatureTable : IDisposable
{
    /// <summary>Tables up to this many bytes are kept in memory.</summary>
    public const long MostInMemory = 32L << 20;

    private readonly bool[] present;
    private readonly float[]? values;
    private readonly SafeFileHandle? file;
    private readonly long offset;

    /// <summary>An empty table.</summary>
    /// <param name="rows">Number of pictures.</param>
    /// <param name="dimensions">Numbers a picture.</param>
    /// <param name="folder">Where the file of a large table is made.</param>
    /// <param name="mostInMemory">Bytes up to which it is kept in memory.</param>
    /// <exception cref="IOException">The file cannot be made there.</exception>
    public FeatureTable(int rows, int dimensions, string folder, long mostInMemory = MostInMemory)
    {
        (present, Dimensions) = (new bool[rows], dimensions);
        if (Bytes <= mostInMemory)
        {
            values = new float[rows * dimensions];
        }
        else
        {
            file = ScratchFile.Open(folder);
            RandomAccess.SetLength(file, Bytes);
        }
    }

    /// <summary>Takes rows that are already there.</summary>
    public FeatureTable(float[] values, bool[] present, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, present.Length * dimensions, nameof(values));
        (this.values, this.present, Dimensions) = (values, present, dimensions);
    }

    /// <summary>Takes rows that lie in a file, float32, from an offset on; the file is closed with the table.</summary>
    internal FeatureTable(SafeFileHandle file, long offset, bool[] present, int dimensions) =>
        (this.file, this.offset, this.present, Dimensions) = (file, offset, present, dimensions);

    /// <summary>Number of pictures.</summary>
    public int Rows => present.Length;

    /// <summary>Numbers a picture.</summary>
    public int Dimensions { get; }

    /// <summary>All values, in bytes.</summary>
    public long Bytes => (long)Rows * Dimensions * sizeof(float);

    /// <summary>Whether each picture could be decoded.</summary>
    public ReadOnlySpan<bool> Present => present;

    /// <summary>Whether the picture could be decoded.</summary>
    public bool Has(int row) => present[row];

    /// <summary>Takes the features of one picture.</summary>
    public void Set(int row, ReadOnlySpan<float> features)
    {
        if (values is not null)
        {
            features.CopyTo(values.AsSpan(row * Dimensions, Dimensions));
        }
        else
        {
            RandomAccess.Write(file!, MemoryMarshal.AsBytes(features), OffsetOf(row));
        }

        present[row] = true;
    }

    /// <summary>Takes the features of several pictures.</summary>
    /// <param name="rows">Which.</param>
    /// <param name="features">Their features, one picture after another.</param>
    public void Set(IReadOnlyList<int> rows, ReadOnlySpan<float> features)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            Set(rows[i], features.Slice(i * Dimensions, Dimensions));
        }
    }

    /// <summary>Reads pictures that follow each other: as many as <paramref name="into"/> has room for.</summary>
    /// <param name="row">The first.</param>
    /// <param name="into">Their features, one picture after another.</param>
    /// <exception cref="IOException">The table's file was cut off.</exception>
    public void Read(int row, Span<float> into)
    {
        if (values is not null)
        {
            values.AsSpan(row * Dimensions, into.Length).CopyTo(into);
            return;
        }

        Span<byte> bytes = MemoryMarshal.AsBytes(into);
        for (int done = 0; done < bytes.Length; )
        {
            int read = RandomAccess.Read(file!, bytes[done..], OffsetOf(row) + done);
            done += read > 0 ? read : throw new IOException("The file of features ended early. Start the run again.");
        }
    }

    /// <summary>Reads pictures anywhere in the table.</summary>
    /// <param name="rows">Which; those that follow each other are read at once.</param>
    /// <param name="into">Their features, one picture after another.</param>
    public void Read(ReadOnlySpan<int> rows, Span<float> into)
    {
        for (int first = 0; first < rows.Length; )
        {
            int next = first + 1;
            while (next < rows.Length && rows[next] == rows[next - 1] + 1)
            {
                next++;
            }

            Read(rows[first], into.Slice(first * Dimensions, (next - first) * Dimensions));
            first = next;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private long OffsetOf(int row) => offset + ((long)row * Dimensions * sizeof(float));
}
