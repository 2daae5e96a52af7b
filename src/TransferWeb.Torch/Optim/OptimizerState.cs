using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter from step to step. It costs no memory before the parameter's first step.</summary>
public abstract class OptimizerState : IDisposable
{
    /// <summary>The parameter remembered.</summary>
    private protected Parameter Parameter { get; }

    private protected OptimizerState(Parameter parameter)
    {
        Parameter = parameter;
    }

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Moves what is remembered to a device.</summary>
    public abstract void to(Device device);

    /// <summary>Whether two states hold nearly the same numbers.</summary>
    public abstract bool ApproximatelyEquals(OptimizerState other);

    public abstract void Dispose();

    /// <summary>Zeros like the parameter, living as long as this state.</summary>
    private protected Tensor Zeros() => zeros_like(Parameter).DetachFromDisposeScope();

    /// <summary>Writes a tensor; one that does not exist yet is written as zeros, which is what it stands for.</summary>
    private protected void WriteTensor(BinaryWriter writer, Tensor? tensor)
    {
        using Tensor? zeros = tensor is null ? zeros_like(Parameter) : null;
        StateDictFile.WriteTensor(writer, tensor ?? zeros!);
    }

    /// <summary>Reads a tensor of the parameter's shape in place of an earlier one.</summary>
    private protected void ReadTensor(BinaryReader reader, string name, ref Tensor? tensor)
    {
        tensor ??= Zeros();
        StateDictFile.ReadTensor(reader, name, tensor);
    }

    private protected static void WriteOptionalTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is not null)
        {
            StateDictFile.WriteTensor(writer, tensor);
        }
    }

    private protected void ReadOptionalTensor(BinaryReader reader, string name, ref Tensor? tensor)
    {
        if (reader.ReadBoolean())
        {
            ReadTensor(reader, name, ref tensor);
        }
        else
        {
            Clear(ref tensor);
        }
    }

    /// <summary>Makes <paramref name="tensor"/> a copy of <paramref name="source"/> on the parameter's device.</summary>
    private protected void Copy(ref Tensor? tensor, Tensor? source)
    {
        Clear(ref tensor);
        tensor = source?.to(Parameter.device, copy: true).DetachFromDisposeScope();
    }

    private protected static void Move(ref Tensor? tensor, Device device)
    {
        if (
            tensor is { } before
            && (before.device_type != device.type || (device.index >= 0 && before.device_index != device.index))
        )
        {
            tensor = before.to(device).DetachFromDisposeScope();
            before.Dispose();
        }
    }

    private protected static void Clear(ref Tensor? tensor)
    {
        tensor?.Dispose();
        tensor = null;
    }

    private protected static bool Close(Tensor? left, Tensor? right) =>
        left is null || right is null ? left is null == right is null : left.allclose(right);

    private protected T Same<T>(OptimizerState other)
        where T : OptimizerState =>
        other as T ?? throw new ArgumentException($"The state is of {other.GetType().Name}; {GetType().Name} was expected.");
}
