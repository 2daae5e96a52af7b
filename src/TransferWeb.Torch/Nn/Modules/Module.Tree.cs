using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // The tree below a module: its children, parameters and buffers, each with its dotted name. What is shared is listed once.
        public partial class Module
        {
            /// <summary>The direct submodules with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() =>
                _submodules.Select(child => (child.Key, child.Value));

            /// <summary>The direct submodules.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            /// <summary>All submodules below this one (not this one) with their dotted names, children before grandchildren.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach ((string name, Module child) in named_children())
                {
                    yield return (name, child);
                }

                foreach ((string childName, Module child) in named_children())
                {
                    foreach ((string name, Module module) in child.named_modules())
                    {
                        yield return ($"{childName}.{name}", module);
                    }
                }
            }

            /// <summary>All submodules below this one.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <summary>The parameters with their dotted names: this module's own, then (with <paramref name="recurse"/>) those below.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var found = new List<(string, Parameter)>();
                CollectParameters("", recurse, found, new HashSet<Tensor>(ReferenceEqualityComparer.Instance));
                return found;
            }

            /// <summary>The parameters, in the order of <see cref="named_parameters"/>.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>The buffers with their dotted names: this module's own, then (with <paramref name="recurse"/>) those below.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                bool recurse = true,
                bool include_nonpersistent = true
            )
            {
                var found = new List<(string, Tensor)>();
                CollectBuffers(
                    "",
                    recurse,
                    include_nonpersistent,
                    found,
                    new HashSet<Tensor>(ReferenceEqualityComparer.Instance)
                );
                return found;
            }

            /// <summary>The buffers, in the order of <see cref="named_buffers"/>.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            /// <summary>The parameter of that dotted name, or null.</summary>
            public virtual Parameter? get_parameter(string target) =>
                FindOwner(target, out string leaf)?._parametersByName.GetValueOrDefault(leaf);

            /// <summary>Whether there is a parameter of that dotted name.</summary>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>The buffer of that dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target) =>
                FindOwner(target, out string leaf)?._buffersByName.GetValueOrDefault(leaf).Tensor;

            /// <summary>Whether there is a buffer of that dotted name.</summary>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            private Module? FindOwner(string target, out string leaf)
            {
                string[] path = target.Split('.');
                leaf = path[^1];
                Module? owner = this;
                foreach (string name in path.AsSpan(0, path.Length - 1))
                {
                    owner = owner?._submodules.GetValueOrDefault(name);
                }

                return owner;
            }

            private void CollectParameters(string prefix, bool recurse, List<(string, Parameter)> found, HashSet<Tensor> seen)
            {
                foreach ((string name, Parameter parameter) in _parametersByName)
                {
                    if (seen.Add(parameter))
                    {
                        found.Add((prefix + name, parameter));
                    }
                }

                if (recurse)
                {
                    foreach ((string name, Module child) in _submodules)
                    {
                        child.CollectParameters($"{prefix}{name}.", recurse, found, seen);
                    }
                }
            }

            private void CollectBuffers(
                string prefix,
                bool recurse,
                bool includeNonpersistent,
                List<(string, Tensor)> found,
                HashSet<Tensor> seen
            )
            {
                foreach ((string name, (Tensor buffer, bool persistent)) in _buffersByName)
                {
                    if ((persistent || includeNonpersistent) && seen.Add(buffer))
                    {
                        found.Add((prefix + name, buffer));
                    }
                }

                if (recurse)
                {
                    foreach ((string name, Module child) in _submodules)
                    {
                        child.CollectBuffers($"{prefix}{name}.", recurse, includeNonpersistent, found, seen);
                    }
                }
            }
        }
    }
}
