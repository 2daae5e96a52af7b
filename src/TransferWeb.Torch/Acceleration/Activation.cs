namespace TransferWeb.Torch;

/// <summary>What follows a convolution or a linear map: a function of each number. In the order of the native library's own list.</summary>
public enum Activation
{
    None,
    Relu,
    Relu6,
    Hardswish,
    Hardsigmoid,
    Silu,
    Sigmoid,
    Gelu,
}
