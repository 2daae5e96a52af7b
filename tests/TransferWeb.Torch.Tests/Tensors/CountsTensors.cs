namespace TransferWeb.Torch.Tests.Tensors;

/// <summary>Tests that look at <c>Tensor.TotalCount</c>, which is the whole process's: they run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CountsTensors
{
    public const string Name = "Counts tensors";

    /// <summary>Lets the garbage collector free what earlier tests left, so that it is not counted later as freed.</summary>
    public static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
