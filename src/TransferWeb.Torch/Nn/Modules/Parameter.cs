using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module trains. It takes over the handle of the tensor it is made from, which is spent.</summary>
public sealed class Parameter : Tensor
{
    /// <param name="data">The first values. Must not be used afterwards.</param>
    /// <param name="requires_grad">Whether gradients are computed for it.</param>
    public Parameter(Tensor data, bool requires_grad = true)
        : base(data)
    {
        this.requires_grad = requires_grad;
    }
}

/// <summary>Tensors to parameters, as TorchSharp spells it.</summary>
public static class ParameterExtensionMethods
{
    /// <summary>A parameter that takes over the handle of <paramref name="tensor"/>, which must not be used afterwards.</summary>
    public static Parameter AsParameter(this Tensor tensor) => new(tensor, tensor.requires_grad);
}
