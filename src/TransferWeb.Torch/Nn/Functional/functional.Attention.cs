using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator AttentionOp = new("aten::scaled_dot_product_attention");

            /// <summary>softmax(query · keyᵀ / √d + mask) · value. Uses libtorch's fused kernel where the installed version has one.</summary>
            /// <param name="query">(…, L, d).</param>
            /// <param name="key">(…, S, d).</param>
            /// <param name="value">(…, S, v).</param>
            /// <param name="attn_mask">Broadcast to (…, L, S): true where attention is allowed, or numbers to add.</param>
            /// <param name="p">Dropout probability of the attention weights.</param>
            /// <param name="is_casual">Whether a position only sees itself and those before. Excludes a mask. (TorchSharp's spelling.)</param>
            /// <returns>(…, L, v).</returns>
            public static Tensor scaled_dot_product_attention(
                Tensor query,
                Tensor key,
                Tensor value,
                Tensor? attn_mask = null,
                double p = 0.0,
                bool is_casual = false
            )
            {
                if (is_casual && attn_mask is not null)
                {
                    throw new ArgumentException("Give either an attention mask or is_casual, not both.", nameof(attn_mask));
                }

                return AttentionOp.Exists
                    ? AttentionOp.Call(query, key, value, attn_mask, p, is_casual)
                    : PlainAttention(query, key, value, attn_mask, p, is_casual);
            }

            private static Tensor PlainAttention(Tensor query, Tensor key, Tensor value, Tensor? mask, double p, bool causal)
            {
                using var scope = NewDisposeScope();
                Tensor scores = (query * (1.0 / Math.Sqrt(query.shape[^1]))).matmul(key.transpose(-2, -1));
                if (causal)
                {
                    mask = ones(query.shape[^2], key.shape[^2], dtype: ScalarType.Bool, device: query.device).tril();
                }

                if (mask is not null)
                {
                    scores =
                        mask.dtype == ScalarType.Bool
                            ? scores.masked_fill(mask.logical_not(), double.NegativeInfinity)
                            : scores + mask;
                }

                Tensor weights = softmax(scores, -1);
                if (p > 0)
                {
                    weights = dropout(weights, p);
                }

                return weights.matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
