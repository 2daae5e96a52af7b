namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Something called with one value.</summary>
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        /// <summary>Something called with two values.</summary>
        public interface IModule<T1, T2, TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>Something called with three values.</summary>
        public interface IModule<T1, T2, T3, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module with one input. Subclasses write <see cref="forward"/>; callers use <see cref="call"/>, which runs hooks.</summary>
        public abstract class Module<T, TResult>
            : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>,
                IModule<T, TResult>
        {
            protected Module(string name)
                : base(name) { }

            /// <summary>Computes the output, without hooks.</summary>
            public abstract TResult forward(T input);

            /// <summary>Computes the output, with hooks.</summary>
            public TResult call(T input)
            {
                if (PreHooks is { Count: > 0 } before)
                {
                    foreach (var hook in before.ToArray())
                    {
                        input = hook.Function(this, input) ?? input;
                    }
                }

                TResult output = forward(input);
                if (PostHooks is { Count: > 0 } after)
                {
                    foreach (var hook in after.ToArray())
                    {
                        output = hook.Function(this, input, output) ?? output;
                    }
                }

                return output;
            }
        }

        /// <summary>A module with two inputs.</summary>
        public abstract class Module<T1, T2, TResult>
            : HookableModule<
                Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>,
                Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>
            >,
                IModule<T1, T2, TResult>
        {
            protected Module(string name)
                : base(name) { }

            /// <summary>Computes the output, without hooks.</summary>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>Computes the output, with hooks.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                if (PreHooks is { Count: > 0 } before)
                {
                    foreach (var hook in before.ToArray())
                    {
                        (input1, input2) = hook.Function(this, input1, input2) ?? (input1, input2);
                    }
                }

                TResult output = forward(input1, input2);
                if (PostHooks is { Count: > 0 } after)
                {
                    foreach (var hook in after.ToArray())
                    {
                        output = hook.Function(this, input1, input2, output) ?? output;
                    }
                }

                return output;
            }
        }

        /// <summary>A module with three inputs.</summary>
        public abstract class Module<T1, T2, T3, TResult>
            : HookableModule<
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>
            >,
                IModule<T1, T2, T3, TResult>
        {
            protected Module(string name)
                : base(name) { }

            /// <summary>Computes the output, without hooks.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            /// <summary>Computes the output, with hooks.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                if (PreHooks is { Count: > 0 } before)
                {
                    foreach (var hook in before.ToArray())
                    {
                        (input1, input2, input3) = hook.Function(this, input1, input2, input3) ?? (input1, input2, input3);
                    }
                }

                TResult output = forward(input1, input2, input3);
                if (PostHooks is { Count: > 0 } after)
                {
                    foreach (var hook in after.ToArray())
                    {
                        output = hook.Function(this, input1, input2, input3, output) ?? output;
                    }
                }

                return output;
            }
        }
    }
}
