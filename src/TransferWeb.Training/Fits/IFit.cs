using TransferWeb.Core.Datasets;
using TransferWeb.Core.Metrics;
using TransferWeb.Training.Data;

namespace TransferWeb.Training.Fits;

/// <summary>A way to train the network of a run. After <see cref="Fit"/> the network holds the best epoch's weights.</summary>
public interface IFit : IDisposable
{
    /// <summary>Trained parameters.</summary>
    long TrainableParameters { get; }

    /// <summary>Opens what training needs, and gives the pictures that can be used.</summary>
    TrainingData Prepare();

    /// <summary>Trains.</summary>
    TrainingState Fit();

    /// <summary>Class probabilities of a split's pictures, in their order.</summary>
    IReadOnlyList<(Sample Sample, double[] Probabilities)> Predict(Split split);
}
