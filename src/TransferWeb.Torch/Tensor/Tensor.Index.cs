using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The part that the indices name, sharing memory unless tensors pick it; setting overwrites it.</summary>
        public Tensor this[params TensorIndex[] indices]
        {
            get
            {
                using var scope = NewDisposeScope();
                var (view, picks) = View(indices);
                return scope.MoveToOuter(picks is null ? Fresh(view) : Ops.index_Tensor.Call(view, picks));
            }
            set
            {
                using var scope = NewDisposeScope();
                var (view, picks) = View(indices);
                if (picks is null)
                {
                    view.copy_(value);
                }
                else
                {
                    Ops.index_put_.Run(view, picks, value.to(dtype, device), false);
                }
            }
        }

        /// <summary>One slice for each number given.</summary>
        public Tensor this[params long[] indices]
        {
            get => this[Array.ConvertAll(indices, TensorIndex.Single)];
            set => this[Array.ConvertAll(indices, TensorIndex.Single)] = value;
        }

        /// <summary>The elements that the tensors number, or those where masks are true.</summary>
        public Tensor this[params Tensor[] indices]
        {
            get => this[Array.ConvertAll(indices, TensorIndex.Tensor)];
            set => this[Array.ConvertAll(indices, TensorIndex.Tensor)] = value;
        }

        /// <summary>The part that the indices name.</summary>
        public Tensor index(params TensorIndex[] indices) => this[indices];

        /// <inheritdoc cref="index(TensorIndex[])"/>
        public Tensor index(params Tensor[] indices) => this[indices];

        /// <summary>Overwrites the part that the indices name; returns a fresh alias.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            this[indices] = value;
            return alias();
        }

        /// <inheritdoc cref="index_put_(Tensor, TensorIndex[])"/>
        public Tensor index_put_(Tensor value, params Tensor[] indices) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        private Tensor Fresh(Tensor view) => ReferenceEquals(view, this) ? alias() : view;

        /// <summary>Applies everything but tensors, which come back as one entry for each dimension of the view up to the last picked.</summary>
        private (Tensor View, Tensor?[]? Picks) View(TensorIndex[] indices)
        {
            var view = this;
            var picks = new List<Tensor?>();
            var dimension = 0L;
            for (var i = 0; i < indices.Length; i++)
            {
                var index = indices[i];
                switch (index.Kind)
                {
                    case TensorIndex.IndexKind.Single:
                        view = view.select(dimension, index.Start);
                        break;
                    case TensorIndex.IndexKind.Slice:
                        view = view.slice(dimension++, index.Start, index.Stop, index.Step);
                        break;
                    case TensorIndex.IndexKind.None:
                        view = view.unsqueeze(dimension++);
                        break;
                    case TensorIndex.IndexKind.Ellipsis:
                        dimension = view.Dimensions - indices.Skip(i + 1).Sum(Consumed);
                        break;
                    case TensorIndex.IndexKind.Bool:
                        (view, dimension) = Pick(picks, view, dimension, tensor(index.Start != 0, device: device));
                        break;
                    default:
                        (view, dimension) = Pick(picks, view, dimension, index.Picked!);
                        break;
                }
            }
            return (view, picks.Count == 0 ? null : picks.ToArray());
        }

        /// <summary>Notes a picking tensor; a mask becomes the places where it is true, one tensor for each of its dimensions.</summary>
        private static (Tensor View, long Dimension) Pick(List<Tensor?> picks, Tensor view, long dimension, Tensor pick)
        {
            while (picks.Count < dimension)
            {
                picks.Add(null);
            }
            if (pick.dtype != ScalarType.Bool)
            {
                picks.Add(pick);
            }
            else if (pick.Dimensions == 0)
            {
                view = view.unsqueeze(dimension);
                picks.Add(pick.unsqueeze(0).nonzero().select(1, 0));
            }
            else
            {
                picks.AddRange(pick.nonzero().unbind(1));
            }
            return (view, picks.Count);
        }

        private static long Consumed(TensorIndex index) =>
            index.Kind switch
            {
                TensorIndex.IndexKind.Single or TensorIndex.IndexKind.Slice => 1,
                TensorIndex.IndexKind.Tensor => index.Picked!.dtype == ScalarType.Bool ? index.Picked.Dimensions : 1,
                _ => 0,
            };
    }
}
