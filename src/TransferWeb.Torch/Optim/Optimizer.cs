using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Changes parameters by their gradients, one step at a time.</summary>
        public abstract class Optimizer : IDisposable
        {
            private protected List<ParamGroup> Groups { get; } = [];

            /// <summary>The groups of parameters, in order, for whoever sets learning rates.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => Groups;

            /// <summary>The parameters of all groups, in order.</summary>
            public virtual IEnumerable<Parameter> parameters() => Groups.SelectMany(group => group.Parameters);

            /// <summary>Fills the gradients of all parameters with zeros. (Module.zero_grad forgets them instead.)</summary>
            public abstract void zero_grad();

            /// <summary>Adds a group of parameters; options it leaves out are taken from the optimizer.</summary>
            public abstract void add_param_group(ParamGroup param_group);

            /// <summary>Changes every parameter that has a gradient.</summary>
            /// <param name="closure">Computes the loss and its gradients first, with gradients on.</param>
            /// <returns>What the closure returned, or null without one.</returns>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>Frees the optimizer's state. The parameters stay.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <inheritdoc cref="Dispose()"/>
            protected virtual void Dispose(bool disposing) { }

            /// <summary>An optimizer's options (one a group) and states (one a parameter, over all groups). The objects are the optimizer's own.</summary>
            public sealed class StateDictionary
            {
                internal StateDictionary(
                    List<OptimizerOptions> options,
                    List<OptimizerState> state,
                    List<List<int>> stateIndexRef
                )
                {
                    Options = options;
                    State = state;
                    StateIndexRef = stateIndexRef;
                }

                public List<OptimizerOptions> Options { get; }

                public List<OptimizerState> State { get; }

                /// <summary>For each group, which of <see cref="State"/> are its parameters'.</summary>
                public List<List<int>> StateIndexRef { get; }
            }
        }

        /// <summary>Something that has a learning rate.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            /// <summary>The learning rate that schedules start from.</summary>
            double InitialLearningRate { get; set; }
        }

        /// <summary>Something that has a momentum.</summary>
        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        /// <summary>Something that has the two decay rates of Adam's averages.</summary>
        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }
    }
}
