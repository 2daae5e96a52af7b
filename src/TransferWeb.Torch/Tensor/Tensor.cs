using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A libtorch tensor. Belongs to the dispose scope that was innermost when it was created, or else is freed by
    /// <see cref="Dispose()"/> or the garbage collector. Every function returns a fresh object, in-place ones too (an alias of the target).
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private static long _totalCount;
        private static long _peakCount;

        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            CountOneMore();
            DisposeScopeManager.Register(this);
        }

        /// <summary>Takes over the native handle of <paramref name="taken"/>, and its place in its scope; the given object is spent.</summary>
        internal Tensor(Tensor taken)
        {
            _handle = taken.Handle;
            if (taken.OwningDisposeScope is { } scope)
            {
                scope.Replace(taken, this);
            }
            taken._handle = 0;
        }

        ~Tensor() => Dispose(false);

        /// <summary>How many tensors of the process are alive.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);

        /// <summary>The most tensors that were alive at once.</summary>
        public static long PeakCount => Interlocked.Read(ref _peakCount);

        /// <summary>libtorch's own object. Two aliases of one tensor have the same handle.</summary>
        /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
        public nint Handle
        {
            get
            {
                var handle = _handle;
                ObjectDisposedException.ThrowIf(handle == 0, this);
                return handle;
            }
        }

        /// <summary>Whether the tensor was disposed.</summary>
        public bool IsInvalid => _handle == 0;

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Frees the tensor's share of its memory; a second call does nothing.</summary>
        public void Dispose()
        {
            if (OwningDisposeScope is { } scope)
            {
                scope.MarkAsDisposed(this);
            }
            else if (_handle != 0)
            {
                DisposeScopeManager.Statistics.TensorStatistics.DisposedOutsideScopeCount++;
            }
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the native handle.</summary>
        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
            {
                return;
            }
            NativeMethods.twt_tensor_free(handle);
            Interlocked.Decrement(ref _totalCount);
        }

        /// <summary>Hands the tensor to the scope around its own, or to nobody where there is none. Returns the same object.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of its scope: the caller disposes it. Returns the same object.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Hands the tensor to another scope; null detaches it. Returns the same object.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? scope)
        {
            if (scope is null)
            {
                return DetachFromDisposeScope();
            }
            scope.Attach(this);
            return this;
        }

        /// <summary>Hands the tensor to the scope of another tensor. Returns the same object.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>Another object for the same native tensor: same data, same gradient, same place in the graph.</summary>
        public Tensor alias()
        {
            var result = new Tensor(NativeMethods.twt_tensor_retain(Handle));
            GC.KeepAlive(this);
            return result;
        }

        internal unsafe TensorInfo Info()
        {
            TensorInfo info;
            NativeStatus.Check(NativeMethods.twt_tensor_info(Handle, &info));
            GC.KeepAlive(this);
            return info;
        }

        /// <summary>Whether the other is a tensor of the same shape and elements; <c>==</c> gives an answer for each element.</summary>
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        private static void CountOneMore()
        {
            var total = Interlocked.Increment(ref _totalCount);
            var peak = Interlocked.Read(ref _peakCount);
            while (total > peak)
            {
                var seen = Interlocked.CompareExchange(ref _peakCount, total, peak);
                if (seen == peak)
                {
                    return;
                }
                peak = seen;
            }
        }
    }
}
