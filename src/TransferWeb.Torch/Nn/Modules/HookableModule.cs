namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose <c>call</c> runs hooks before and after <c>forward</c>, in the order they were registered.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
            where TPreHook : Delegate
            where TPostHook : Delegate
        {
            /// <summary>Hooks that may change the input, in order. Null while there are none.</summary>
            private protected List<Hook<TPreHook>>? PreHooks { get; private set; }

            /// <summary>Hooks that may change the output, in order. Null while there are none.</summary>
            private protected List<Hook<TPostHook>>? PostHooks { get; private set; }

            protected HookableModule(string name)
                : base(name) { }

            /// <summary>Adds a hook that sees the module, its input and its output, and returns the output to go on with (or null to keep it).</summary>
            public HookRemover register_forward_hook(TPostHook hook)
            {
                List<Hook<TPostHook>> hooks = PostHooks ??= [];
                var entry = new Hook<TPostHook>(hook);
                hooks.Add(entry);
                return new HookRemover(() => hooks.Remove(entry));
            }

            /// <summary>Adds a hook that sees the module and its input, and returns the input to go on with (or null to keep it).</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                List<Hook<TPreHook>> hooks = PreHooks ??= [];
                var entry = new Hook<TPreHook>(hook);
                hooks.Add(entry);
                return new HookRemover(() => hooks.Remove(entry));
            }

            /// <summary>One registration, so that the same delegate can be registered twice and removed once.</summary>
            private protected sealed class Hook<T>(T function)
            {
                public T Function { get; } = function;
            }

            /// <summary>Takes a hook off again.</summary>
            public sealed class HookRemover
            {
                private Action? _remove;

                internal HookRemover(Action remove)
                {
                    _remove = remove;
                }

                /// <summary>Takes the hook off. A second call does nothing.</summary>
                public void remove()
                {
                    _remove?.Invoke();
                    _remove = null;
                }
            }
        }
    }
}
