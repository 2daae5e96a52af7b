using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // The state dict, in memory and as a file.
        public partial class Module
        {
            /// <summary>
            /// The parameters and persistent buffers by dotted name. The tensors are the module's own, not copies: do not dispose them.
            /// </summary>
            /// <param name="destination">A dictionary to add to; a new one when null.</param>
            /// <param name="prefix">A path to put before every name.</param>
            public virtual Dictionary<string, Tensor> state_dict(
                Dictionary<string, Tensor>? destination = null,
                string? prefix = null
            )
            {
                destination ??= [];
                string path = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach ((string name, Parameter parameter) in _parametersByName)
                {
                    destination.TryAdd(path + name, parameter);
                }

                foreach ((string name, (Tensor buffer, bool persistent)) in _buffersByName)
                {
                    if (persistent)
                    {
                        destination.TryAdd(path + name, buffer);
                    }
                }

                foreach ((string name, Module child) in named_children())
                {
                    child.state_dict(destination, path + name);
                }

                return destination;
            }

            /// <summary>Copies the values of <paramref name="source"/> into this module's parameters and buffers of the same names.</summary>
            /// <param name="source">Values by dotted name. Any dtype and device; shapes must match.</param>
            /// <param name="strict">Whether a missing or unexpected name is an error.</param>
            /// <param name="skip">Names to leave as they are.</param>
            /// <returns>The names this module has and the source lacks, and those the source has and this module lacks.</returns>
            /// <exception cref="InvalidOperationException">Names do not match and <paramref name="strict"/> is set. Nothing was changed.</exception>
            /// <exception cref="ArgumentException">A tensor has another shape. Nothing was changed.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source,
                bool strict = true,
                IList<string>? skip = null
            )
            {
                HashSet<string> skipped = [.. skip ?? []];
                Dictionary<string, Tensor> own = state_dict();
                List<string> missing = [.. own.Keys.Where(name => !source.ContainsKey(name) && !skipped.Contains(name))];
                List<string> unexpected = [.. source.Keys.Where(name => !own.ContainsKey(name) && !skipped.Contains(name))];
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"The state dict does not fit {GetName()}: missing {Listing(missing)}; unexpected {Listing(unexpected)}."
                    );
                }

                List<(Tensor Target, Tensor Value)> copies = [];
                foreach ((string name, Tensor value) in source)
                {
                    if (!skipped.Contains(name) && own.TryGetValue(name, out Tensor? target))
                    {
                        StateDictFile.RequireShape(name, target, value.shape);
                        copies.Add((target, value));
                    }
                }

                using var noGradients = no_grad();
                foreach ((Tensor target, Tensor value) in copies)
                {
                    CopyInto(target, value);
                }

                return (missing, unexpected);
            }

            /// <summary>Writes the state dict to a file.</summary>
            /// <returns>This module.</returns>
            public Module save(string location, IList<string>? skip = null)
            {
                using FileStream stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Writes the state dict to a stream, which stays open.</summary>
            /// <returns>This module.</returns>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return save(writer, skip);
            }

            /// <summary>Writes the state dict.</summary>
            /// <returns>This module.</returns>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes a state dict, without the names in <paramref name="skip"/>.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null) =>
                StateDictFile.Write(writer, [.. sd.Where(entry => skip?.Contains(entry.Key) != true)]);

            /// <inheritdoc cref="load(BinaryReader, bool, IList{string}, Dictionary{string, bool})"/>
            public virtual Module load(
                string location,
                bool strict = true,
                IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null
            )
            {
                using FileStream stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <inheritdoc cref="load(BinaryReader, bool, IList{string}, Dictionary{string, bool})"/>
            public Module load(
                Stream stream,
                bool strict = true,
                IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null
            )
            {
                using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Reads a file written by <see cref="save(string, IList{string})"/> into this module, on whichever device it is.</summary>
            /// <param name="reader">Where to read.</param>
            /// <param name="strict">Whether the file must hold exactly this module's names.</param>
            /// <param name="skip">Names to leave as they are.</param>
            /// <param name="loadedParameters">Receives each name in the file with whether this module has it.</param>
            /// <exception cref="ArgumentException">Names, shapes or dtypes do not match.</exception>
            /// <exception cref="InvalidDataException">The file is damaged.</exception>
            public virtual Module load(
                BinaryReader reader,
                bool strict = true,
                IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null
            )
            {
                StateDictFile.ReadInto(reader, state_dict(), strict, [.. skip ?? []], loadedParameters);
                return this;
            }

            private static void CopyInto(Tensor target, Tensor value)
            {
                using Tensor copied = target.copy_(value);
            }

            private static string Listing(List<string> names)
            {
                const int Shown = 5;
                return names.Count == 0
                    ? "none"
                    : string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
            }
        }
    }
}
