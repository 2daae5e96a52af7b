using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferWeb.Torch.Tests;

/// <summary>Contract.cs shows that calls compile; this shows that the signatures they compile against are TorchSharp's, defaults included.</summary>
public sealed class ContractTests
{
    [Theory]
    [InlineData(
        typeof(nn),
        "Conv2d",
        "Int64 in_channels, Int64 out_channels, Int64 kernel_size, Int64 stride = 1, Int64 padding = 0, Int64 dilation = 1, "
            + "PaddingModes padding_mode = Zeros, Int64 groups = 1, Boolean bias = True, Device device = null, ScalarType? dtype = null"
    )]
    [InlineData(
        typeof(nn),
        "Conv2d",
        "Int64 in_channels, Int64 out_channels, Int64 kernel_size, Padding padding, Int64 stride = 1, Int64 dilation = 1, "
            + "PaddingModes padding_mode = Zeros, Int64 groups = 1, Boolean bias = True, Device device = null, ScalarType? dtype = null"
    )]
    [InlineData(
        typeof(nn),
        "BatchNorm2d",
        "Int64 num_features, Double eps = 1E-05, Double momentum = 0.1, Boolean affine = True, Boolean track_running_stats = True, "
            + "Device device = null, ScalarType? dtype = null"
    )]
    [InlineData(
        typeof(nn),
        "MaxPool2d",
        "Int64 kernel_size, Int64? stride = null, Int64? padding = null, Int64? dilation = null, Boolean ceil_mode = False"
    )]
    [InlineData(
        typeof(nn.functional),
        "conv2d",
        "Tensor input, Tensor weight, Tensor bias = null, Int64[] strides = null, Int64[] padding = null, Int64[] dilation = null, "
            + "Int64 groups = 1"
    )]
    [InlineData(
        typeof(nn.functional),
        "scaled_dot_product_attention",
        "Tensor query, Tensor key, Tensor value, Tensor attn_mask = null, Double p = 0, Boolean is_casual = False"
    )]
    [InlineData(
        typeof(nn.functional),
        "interpolate",
        "Tensor x, Int64[] size = null, Double[] scale_factor = null, InterpolationMode mode = Nearest, Boolean? align_corners = null, "
            + "Boolean recompute_scale_factor = False, Boolean antialias = False"
    )]
    [InlineData(
        typeof(nn.functional),
        "cross_entropy",
        "Tensor input, Tensor target, Tensor weight = null, Int64 ignore_index = -100, Reduction reduction = Mean, "
            + "Double label_smoothing = 0"
    )]
    [InlineData(
        typeof(optim),
        "SGD",
        "IEnumerable`1 parameters, Double learningRate, Double momentum = 0, Double dampening = 0, Double weight_decay = 0, "
            + "Boolean nesterov = False, Boolean maximize = False"
    )]
    [InlineData(
        typeof(optim),
        "AdamW",
        "IEnumerable`1 parameters, Double lr = 0.001, Double beta1 = 0.9, Double beta2 = 0.999, Double eps = 1E-08, "
            + "Double weight_decay = 0, Boolean amsgrad = False, Boolean maximize = False"
    )]
    [InlineData(
        typeof(optim),
        "RMSProp",
        "IEnumerable`1 parameters, Double lr = 0.01, Double alpha = 0.99, Double eps = 1E-08, Double weight_decay = 0, "
            + "Double momentum = 0, Boolean centered = False, Boolean maximize = False"
    )]
    [InlineData(
        typeof(optim.lr_scheduler),
        "CosineAnnealingLR",
        "Optimizer optimizer, Double T_max, Double eta_min = 0, Int32 last_epoch = -1, Boolean verbose = False"
    )]
    [InlineData(
        typeof(nn.init),
        "trunc_normal_",
        "Tensor tensor, Double mean = 0, Double std = 1, Double a = -2, Double b = 2, Generator generator = null"
    )]
    [InlineData(typeof(nn.utils), "clip_grad_norm_", "IEnumerable`1 tensors, Double max_norm, Double norm_type = 2")]
    public void Signature_OfAFunction_IsTorchSharps(Type owner, string name, string parameters)
    {
        IEnumerable<string> found = owner
            .GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Where(method => method.Name == name)
            .Select(method => string.Join(", ", method.GetParameters().Select(Describe)));
        Assert.Contains(parameters, found);
    }

    [Fact]
    public void Namespaces_OfLayersAndEnums_AreTorchSharps()
    {
        Assembly binding = typeof(torch).Assembly;
        string[] names =
        [
            "TorchSharp.Modules.Conv2d",
            "TorchSharp.Modules.Parameter",
            "TorchSharp.Modules.Sequential",
            "TorchSharp.Modules.AdamW",
            "TorchSharp.PaddingModes",
            "TorchSharp.Padding",
            "TorchSharp.torch+InterpolationMode",
            "TorchSharp.torch+nn+Reduction",
            "TorchSharp.torch+nn+Module",
            "TorchSharp.torch+nn+init+FanInOut",
            "TorchSharp.torch+optim+Optimizer",
            "TorchSharp.torch+optim+lr_scheduler+LRScheduler",
            "TorchSharp.torchvision+StochasticDepth+Mode",
        ];
        Assert.All(names, name => Assert.NotNull(binding.GetType(name)));
    }

    private static string Describe(ParameterInfo parameter)
    {
        Type? optional = Nullable.GetUnderlyingType(parameter.ParameterType);
        string type = optional is null ? parameter.ParameterType.Name : optional.Name + "?";
        if (!parameter.HasDefaultValue)
        {
            return $"{type} {parameter.Name}";
        }

        object? value = parameter.DefaultValue;
        value = value is not null && parameter.ParameterType.IsEnum ? Enum.ToObject(parameter.ParameterType, value) : value;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{type} {parameter.Name} = {value ?? "null"}");
    }
}
