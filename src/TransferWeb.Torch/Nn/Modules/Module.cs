using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// The base of every network part: it owns parameters (trained), buffers (kept, not trained) and submodules, by name.
        /// What it owns lives as long as the module: registration takes tensors out of any dispose scope, and Dispose frees them.
        /// </summary>
        public partial class Module : IDisposable
        {
            private readonly string _moduleName;
            private readonly OrderedDictionary<string, Module> _submodules = [];
            private readonly OrderedDictionary<string, Parameter> _parametersByName = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> _buffersByName = [];
            private bool _training = true;
            private bool _componentsRegistered;

            /// <param name="name">The kind of module, for people (usually the class name). Not part of state-dict keys.</param>
            protected Module(string name)
            {
                _moduleName = name;
            }

            /// <summary>The kind of module, as given to the constructor.</summary>
            public virtual string GetName() => _moduleName;

            /// <summary>Whether the module is in training mode (dropout active, batch statistics updated).</summary>
            public virtual bool training => _training;

            /// <summary>Puts this module and everything below it in training mode (or, with false, in evaluation mode).</summary>
            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (Module child in _submodules.Values)
                {
                    child.train(train);
                }
            }

            /// <summary>Puts this module and everything below it in evaluation mode.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls <paramref name="fn"/> on every submodule, children first, then on this module.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (Module child in _submodules.Values)
                {
                    child.apply(fn);
                }

                fn(this);
                return this;
            }

            /// <summary>Forgets the gradients of all parameters, or with <paramref name="set_to_none"/> false fills them with zeros.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (Parameter parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        using Tensor? gradient = parameter.grad;
                        using Tensor? zeroed = gradient?.zero_();
                    }
                }
            }

            /// <summary>Registers a submodule under a name. The module then owns it.</summary>
            /// <exception cref="ArgumentException">The name is empty, holds a dot, or is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                RequirePlainName(name, "module");
                if (!_submodules.TryAdd(name, submodule))
                {
                    throw new ArgumentException($"{_moduleName} already has a submodule named '{name}'.", nameof(name));
                }
            }

            /// <inheritdoc cref="register_module"/>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Registers a trained tensor under a name. The module then owns it.</summary>
            /// <exception cref="ArgumentException">The name is empty, holds a dot, or is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                RequirePlainName(name, "parameter");
                if (param is null || !_parametersByName.TryAdd(name, param))
                {
                    throw new ArgumentException(
                        $"{_moduleName} already has a parameter named '{name}', or it is null.",
                        nameof(name)
                    );
                }

                param.DetachFromDisposeScope();
            }

            /// <summary>Registers a tensor that is kept with the module but not trained. The module then owns it.</summary>
            /// <param name="name">The name of the buffer.</param>
            /// <param name="tensor">The buffer.</param>
            /// <param name="persistent">Whether the buffer is part of the state dict.</param>
            /// <exception cref="ArgumentException">The name is empty, holds a dot, or is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                RequirePlainName(name, "buffer");
                if (tensor is null || !_buffersByName.TryAdd(name, (tensor, persistent)))
                {
                    throw new ArgumentException(
                        $"{_moduleName} already has a buffer named '{name}', or it is null.",
                        nameof(name)
                    );
                }

                tensor.DetachFromDisposeScope();
            }

            /// <summary>Puts <paramref name="value"/> in the place of the parameter of that name, or removes it when null. The old one is not disposed.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                {
                    _parametersByName.Remove(name);
                    return;
                }

                _parametersByName[name] = value;
                value.DetachFromDisposeScope();
            }

            /// <summary>Puts <paramref name="value"/> in the place of the buffer of that name, or removes it when null. The old one is not disposed.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                {
                    _buffersByName.Remove(name);
                    return;
                }

                _buffersByName[name] = (value, persistent);
                value.DetachFromDisposeScope();
            }

            /// <summary>Gives a field another parameter: the old one is disposed, the new one registered.</summary>
            private protected void SetParameter(ref Parameter? field, Parameter? value, string name)
            {
                if (!ReferenceEquals(field, value))
                {
                    field?.Dispose();
                    field = value;
                    ConditionallyRegisterParameter(name, value);
                }
            }

            /// <summary>Gives a field another buffer: the old one is disposed, the new one registered.</summary>
            private protected void SetBuffer(ref Tensor? field, Tensor? value, string name, bool persistent = true)
            {
                if (!ReferenceEquals(field, value))
                {
                    field?.Dispose();
                    field = value;
                    ConditionallyRegisterBuffer(name, value, persistent);
                }
            }

            /// <summary>Forgets all submodules without disposing them.</summary>
            protected void ClearModules() => _submodules.Clear();

            /// <summary>
            /// Registers every module, parameter and tensor held by this object's fields (private ones and those of base classes
            /// included) under the field's name or its <see cref="ComponentNameAttribute"/>. Call it at the end of the constructor.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered)
                {
                    return;
                }

                _componentsRegistered = true;
                foreach (FieldInfo field in ComponentFields(GetType()))
                {
                    string name = field.ComponentName();
                    switch (field.GetValue(this))
                    {
                        case Module module when !_submodules.ContainsKey(name):
                            register_module(name, module);
                            break;
                        case Parameter parameter when !_parametersByName.ContainsKey(name):
                            register_parameter(name, parameter);
                            break;
                        case Tensor tensor and not Modules.Parameter when !_buffersByName.ContainsKey(name):
                            register_buffer(name, tensor);
                            break;
                    }
                }
            }

            private static IEnumerable<FieldInfo> ComponentFields(Type type)
            {
                const BindingFlags OwnFields =
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                if (type == typeof(Module) || type.BaseType is null)
                {
                    return [];
                }

                return ComponentFields(type.BaseType).Concat(type.GetFields(OwnFields));
            }

            private static void RequirePlainName(string name, string kind)
            {
                if (string.IsNullOrEmpty(name) || name.Contains('.', StringComparison.Ordinal))
                {
                    throw new ArgumentException(
                        $"A {kind}'s name must not be empty or hold a dot; it was '{name}'.",
                        nameof(name)
                    );
                }
            }

            /// <summary>Frees every parameter, buffer and submodule this module owns.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <inheritdoc cref="Dispose()"/>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                foreach (Module child in _submodules.Values)
                {
                    child.Dispose();
                }

                foreach (Parameter parameter in _parametersByName.Values)
                {
                    parameter.Dispose();
                }

                foreach ((Tensor buffer, _) in _buffersByName.Values)
                {
                    buffer.Dispose();
                }
            }
        }
    }
}
