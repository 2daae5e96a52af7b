using static TorchSharp.torch.nn;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>One level of dotted state-dict names, such as <c>features</c>: holds modules under names and computes nothing.</summary>
internal sealed class NameLevel : Module
{
    public NameLevel()
        : base(nameof(NameLevel)) { }

    /// <summary>Puts a module below this level.</summary>
    /// <returns>The module.</returns>
    public T Add<T>(string name, T module)
        where T : Module
    {
        register_module(name, module);
        return module;
    }

    /// <summary>Registration is explicit.</summary>
    protected override void RegisterComponents() { }
}
