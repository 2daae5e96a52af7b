using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests.Nn;

/// <summary>Compares with what was computed in double precision.</summary>
internal static class ExactTensor
{
    /// <summary>Fails where a number is further from the exact one than this share of the greatest.</summary>
    public static void AssertClose(Tensor exact, Tensor actual, double share)
    {
        var apart = (exact.detach() - actual.detach().to(float64)).abs().max().item<double>();
        Assert.InRange(apart, 0, share * exact.detach().abs().max().item<double>());
    }
}
