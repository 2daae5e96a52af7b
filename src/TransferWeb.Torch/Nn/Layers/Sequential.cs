using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Modules called one after the other. Unnamed ones are named by their position: "0", "1", …</summary>
public class Sequential : Module<Tensor, Tensor>
{
    private readonly List<(string Name, Module<Tensor, Tensor> Module)> _steps = [];

    internal Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules)
        : base(nameof(Sequential))
    {
        foreach ((string name, Module<Tensor, Tensor> module) in modules)
        {
            append(name, module);
        }
    }

    /// <summary>How many modules there are.</summary>
    public int Count => _steps.Count;

    /// <summary>The module at a position.</summary>
    public IModule<Tensor, Tensor> this[int index] => _steps[index].Module;

    /// <summary>A part of this sequence as a sequence that shares its modules, with their names.</summary>
    public Sequential this[Range index] => new(_steps[index].Select(step => (step.Name, step.Module)));

    /// <summary>Adds a module at the end.</summary>
    /// <returns>This sequence.</returns>
    /// <exception cref="ArgumentException">The object is no module, or the name is taken.</exception>
    public Sequential append(string name, IModule<Tensor, Tensor> module)
    {
        if (module is not Module<Tensor, Tensor> step)
        {
            throw new ArgumentException("Only modules can be part of a Sequential.", nameof(module));
        }

        register_module(name, step);
        _steps.Add((name, step));
        return this;
    }

    /// <summary>Adds a module at the end, named by its position.</summary>
    /// <returns>This sequence.</returns>
    public Sequential append(IModule<Tensor, Tensor> module) =>
        append(_steps.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

    /// <summary>Calls every module with the result of the one before. The results between are freed.</summary>
    public override Tensor forward(Tensor input)
    {
        if (_steps.Count == 0)
        {
            return input.alias();
        }

        Tensor current = input;
        foreach ((_, Module<Tensor, Tensor> module) in _steps)
        {
            Tensor next = module.call(current);
            if (!ReferenceEquals(current, input) && !ReferenceEquals(current, next))
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }
}
