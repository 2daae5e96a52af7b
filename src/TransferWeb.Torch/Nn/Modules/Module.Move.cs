using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Moving a module to a device or dtype: the tensors keep their identity and only their contents move,
        // so that an optimizer built before the move stays valid and fields that hold parameters need no update.
        public partial class Module
        {
            /// <summary>Moves all parameters and buffers; a dtype applies to the floating-point ones only. Null leaves as is.</summary>
            protected internal virtual Module _to(Device? device, ScalarType? dtype, bool non_blocking)
            {
                using var noGradients = no_grad();
                foreach (Parameter parameter in parameters())
                {
                    MoveContents(parameter, device, dtype, non_blocking);
                    using Tensor? gradient = parameter.grad;
                    if (gradient is not null && MovedCopy(gradient, device, dtype, non_blocking) is { } moved)
                    {
                        parameter.grad = moved;
                        moved.Dispose();
                    }
                }

                foreach (Tensor buffer in buffers())
                {
                    MoveContents(buffer, device, dtype, non_blocking);
                }

                return this;
            }

            private static void MoveContents(Tensor tensor, Device? device, ScalarType? dtype, bool nonBlocking)
            {
                using Tensor? moved = MovedCopy(tensor, device, dtype, nonBlocking);
                if (moved is not null)
                {
                    tensor.set_data(moved);
                }
            }

            /// <summary>A copy on the wanted device in the wanted dtype, or null where the tensor is there already.</summary>
            private static Tensor? MovedCopy(Tensor tensor, Device? device, ScalarType? dtype, bool nonBlocking)
            {
                ScalarType wanted = dtype is { } type && tensor.is_floating_point() ? type : tensor.dtype;
                Device place = device ?? tensor.device;
                bool there =
                    wanted == tensor.dtype
                    && place.type == tensor.device_type
                    && (place.index < 0 || place.index == tensor.device_index);
                return there ? null : tensor.to(wanted, place, copy: false, disposeAfter: false, non_blocking: nonBlocking);
            }
        }
    }
}
