using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules by name, in the order they were added, registered under those names.</summary>
public class ModuleDict<T> : nn.Module, IDictionary<string, T>
    where T : nn.Module
{
    private readonly OrderedDictionary<string, T> _items = [];

    public ModuleDict(params (string name, T module)[] modules)
        : base("ModuleDict")
    {
        foreach ((string name, T module) in modules)
        {
            Add(name, module);
        }
    }

    public T this[string key]
    {
        get => _items[key];
        set
        {
            _items[key] = value;
            Register();
        }
    }

    public ICollection<string> Keys => _items.Keys;

    public ICollection<T> Values => _items.Values;

    public int Count => _items.Count;

    public bool IsReadOnly => false;

    /// <summary>The names in order.</summary>
    public IEnumerable<string> keys() => _items.Keys;

    /// <summary>The modules in order.</summary>
    public IEnumerable<T> values() => _items.Values;

    /// <summary>Names and modules in order.</summary>
    public IEnumerable<(string, T)> items() => _items.Select(item => (item.Key, item.Value));

    public void Add(string key, T value)
    {
        register_module(key, value);
        _items.Add(key, value);
    }

    public void Add((string, T) item) => Add(item.Item1, item.Item2);

    public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

    public bool Remove(string key)
    {
        bool removed = _items.Remove(key);
        Register();
        return removed;
    }

    public bool Remove(KeyValuePair<string, T> item) => Contains(item) && Remove(item.Key);

    /// <summary>Empties the dictionary. The modules are not disposed.</summary>
    public void Clear()
    {
        _items.Clear();
        Register();
    }

    /// <inheritdoc cref="Clear"/>
    public void clear() => Clear();

    public bool ContainsKey(string key) => _items.ContainsKey(key);

    public bool Contains(KeyValuePair<string, T> item) =>
        _items.TryGetValue(item.Key, out T? value) && ReferenceEquals(value, item.Value);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _items.TryGetValue(key, out value);

    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, T>>)_items).CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Register()
    {
        ClearModules();
        foreach ((string name, T module) in _items)
        {
            register_module(name, module);
        }
    }
}
