namespace TransferWeb.Training.Features;

/// <summary>Features of pictures, a row a picture. A picture that could not be decoded has a row of zeros and is not <see cref="Has"/>.</summary>
public sealed class FeatureTable
{
    private readonly float[] values;
    private readonly bool[] present;

    /// <summary>An empty table for <paramref name="rows"/> pictures.</summary>
    public FeatureTable(int rows, int dimensions)
        : this(new float[checked(rows * dimensions)], new bool[rows], dimensions) { }

    /// <summary>Takes rows that are already there.</summary>
    public FeatureTable(float[] values, bool[] present, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, present.Length * dimensions, nameof(values));
        (this.values, this.present, Dimensions) = (values, present, dimensions);
    }

    /// <summary>Number of pictures.</summary>
    public int Rows => present.Length;

    /// <summary>Numbers a picture.</summary>
    public int Dimensions { get; }

    /// <summary>All values, row by row.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Whether each picture could be decoded.</summary>
    public ReadOnlySpan<bool> Present => present;

    /// <summary>Whether the picture could be decoded.</summary>
    public bool Has(int row) => present[row];

    /// <summary>The features of one picture.</summary>
    public ReadOnlySpan<float> Row(int row) => values.AsSpan(row * Dimensions, Dimensions);

    /// <summary>Takes the features of one picture.</summary>
    public void Set(int row, ReadOnlySpan<float> features)
    {
        features.CopyTo(values.AsSpan(row * Dimensions, Dimensions));
        present[row] = true;
    }
}
