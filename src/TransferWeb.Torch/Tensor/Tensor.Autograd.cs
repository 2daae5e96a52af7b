using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether operations on the tensor are recorded for <see cref="backward"/>.</summary>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">Set on a tensor that can have no gradient (an integer, say).</exception>
        public bool requires_grad
        {
            get => Has(TensorFlags.RequiresGrad);
            set
            {
                NativeStatus.Check(NativeMethods.twt_tensor_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        /// <summary>Sets <see cref="requires_grad"/> and returns a fresh alias.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return alias();
        }

        /// <summary>Sets <see cref="requires_grad"/> and returns the same object.</summary>
        public Tensor with_requires_grad(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>The gradient that <see cref="backward"/> has summed up here, as a fresh alias, or null; set null to forget it.</summary>
        public Tensor? grad
        {
            get
            {
                NativeStatus.Check(NativeMethods.twt_tensor_grad(Handle, out var handle));
                GC.KeepAlive(this);
                return handle == 0 ? null : new Tensor(handle);
            }
            set
            {
                NativeStatus.Check(NativeMethods.twt_tensor_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        /// <summary>Adds to every leaf's <see cref="grad"/> the gradient of this tensor (of one element, or weighted by the argument).</summary>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">Nothing was recorded, or the graph has been used up.</exception>
        public void backward(
            IList<Tensor>? grad_tensors = null,
            bool retain_graph = false,
            bool create_graph = false,
            IList<Tensor>? inputs = null
        ) => autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same data, outside the graph.</summary>
        public Tensor detach() => Ops.detach.Call(this);

        /// <summary>Leaves the graph; returns a fresh alias.</summary>
        public Tensor detach_() => Ops.detach_.Call(this);

        /// <summary>Keeps the gradient of a tensor that is no leaf.</summary>
        public void retain_grad() => Ops.retain_grad.Run(this);

        /// <summary>Puts other data (another device, type or shape too) behind this tensor, keeping its identity.</summary>
        internal void set_data(Tensor data) => Ops.set_data.Run(this, data);
    }

    /// <summary>Gradients over whole graphs.</summary>
    public static unsafe class autograd
    {
        /// <summary>Adds the gradients of the tensors to the leaves they were computed from, or to the named inputs only.</summary>
        public static void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null
        )
        {
            Pair(tensors, grad_tensors, nameof(grad_tensors));
            var outputs = Handles(tensors);
            var gradients = grad_tensors is null ? null : Handles(grad_tensors);
            var targets = inputs is null ? [] : Handles(inputs);
            fixed (
                nint* output = outputs,
                    gradient = gradients,
                    target = targets
            )
            {
                NativeStatus.Check(
                    NativeMethods.twt_backward(
                        output,
                        gradient,
                        outputs.Length,
                        target,
                        targets.Length,
                        retain_graph ?? create_graph ? 1 : 0,
                        create_graph ? 1 : 0
                    )
                );
            }
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public static void backward(
            Tensor tensor,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null
        ) => backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The gradients of the outputs with respect to the inputs, without touching anyone's <c>grad</c>; null where unused.</summary>
        public static IList<Tensor?> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false
        )
        {
            Pair(outputs, grad_outputs, nameof(grad_outputs));
            var sources = Handles(outputs);
            var gradients = grad_outputs is null ? null : Handles(grad_outputs);
            var targets = Handles(inputs);
            var results = new nint[targets.Length];
            fixed (
                nint* source = sources,
                    gradient = gradients,
                    target = targets,
                    result = results
            )
            {
                NativeStatus.Check(
                    NativeMethods.twt_grad(
                        source,
                        gradient,
                        sources.Length,
                        target,
                        targets.Length,
                        retain_graph ? 1 : 0,
                        create_graph ? 1 : 0,
                        allow_unused ? 1 : 0,
                        result
                    )
                );
            }
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, handle => handle == 0 ? null : new Tensor(handle));
        }

        private static nint[] Handles(IList<Tensor> tensors) => tensors.Select(tensor => tensor.Handle).ToArray();

        private static void Pair(IList<Tensor> tensors, IList<Tensor>? gradients, string parameter)
        {
            if (gradients is not null && gradients.Count != tensors.Count)
            {
                throw new ArgumentException(
                    $"{tensors.Count} tensors need as many gradients; {gradients.Count} were given.",
                    parameter
                );
            }
        }
    }
}
