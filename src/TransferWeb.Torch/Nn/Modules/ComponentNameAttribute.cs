using System.Reflection;

namespace TorchSharp.Utils;

/// <summary>Gives the module, parameter or buffer held by a field another name in the state dict than the field's own.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ComponentNameAttribute : Attribute
{
    /// <summary>The name to register the component under.</summary>
    public string? Name { get; set; }
}

public static class FieldInfoExtensionMethods
{
    /// <summary>The name a field's component is registered under: its <see cref="ComponentNameAttribute"/>, else the field's name.</summary>
    public static string ComponentName(this FieldInfo field) =>
        field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
}
