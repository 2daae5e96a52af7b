using System.Runtime.InteropServices;
using TransferWeb.Training.Data;
using static TorchSharp.torch.nn;

namespace TransferWeb.Training.Evaluation;

/// <summary>Takes samples through a network in evaluation mode and reads what it says.</summary>
public static class LogitsReader
{
    /// <summary>Mean cross-entropy and share right over a source.</summary>
    /// <param name="forward">From the source's inputs to logits [N, C]; its network is in evaluation mode.</param>
    /// <param name="source">The samples.</param>
    public static (double Loss, double Accuracy) Measure(Func<Tensor, Tensor> forward, IBatchSource source)
    {
        LossMeter meter = new();
        using IDisposable mode = no_grad();
        foreach (IBatch batch in source.Read(1).Where(b => b.Rows.Count > 0))
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor inputs, Tensor labels) = batch.Load();
            Tensor logits = forward(inputs);
            double loss = functional.cross_entropy(logits, labels).item<float>();
            meter.Add(loss, logits.argmax(1).eq(labels).sum().item<long>(), batch.Rows.Count);
        }

        return (meter.Loss, meter.Accuracy);
    }

    /// <summary>Class probabilities of one batch of inputs, a row a sample.</summary>
    public static double[][] Probabilities(Func<Tensor, Tensor> model, Tensor inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        return Rows(model(inputs).to_type(ScalarType.Float64).softmax(1));
    }

    private static double[][] Rows(Tensor matrix)
    {
        int columns = (int)matrix.shape[1];
        Tensor plain = matrix.cpu().contiguous();
        return [.. MemoryMarshal.Cast<byte, double>(plain.bytes).ToArray().Chunk(columns)];
    }
}
