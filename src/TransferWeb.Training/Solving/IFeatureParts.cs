namespace TransferWeb.Training.Solving;

/// <summary>What a classifier learns from or is measured on, a row a picture; the last of its columns holds ones, for the bias. It may come in parts.</summary>
public interface IFeatureParts : IDisposable
{
    /// <summary>Number of pictures.</summary>
    int Rows { get; }

    /// <summary>Number of features, and one.</summary>
    int Columns { get; }

    /// <summary>Where the parts are.</summary>
    Device Device { get; }

    /// <summary>Hands over all pictures in their order, part by part.</summary>
    /// <param name="take">Given the first picture's place and a part [n, <see cref="Columns"/>], float32, that is let go afterwards.</param>
    void ForEach(Action<int, Tensor> take);
}
