using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Attention by several heads side by side. Sequence first, as TorchSharp: (L, N, E) or, without batch, (L, E).</summary>
public sealed class MultiheadAttention : nn.Module
{
    private readonly long _embedding;
    private readonly long _heads;
    private readonly double _dropout;
    private readonly bool _addZeroAttention;
    private readonly Parameter? in_proj_weight;
    private readonly Parameter? q_proj_weight;
    private readonly Parameter? k_proj_weight;
    private readonly Parameter? v_proj_weight;
    private readonly Parameter? in_proj_bias;
    private readonly Linear out_proj;
    private readonly Parameter? bias_k;
    private readonly Parameter? bias_v;

    internal MultiheadAttention(
        long embedded_dim,
        long num_heads,
        double dropout,
        bool bias,
        bool add_bias_kv,
        bool add_zero_attn,
        long? kdim,
        long? vdim
    )
        : base(nameof(MultiheadAttention))
    {
        if (num_heads <= 0 || embedded_dim % num_heads != 0)
        {
            throw new ArgumentException($"{embedded_dim} numbers cannot be split into {num_heads} heads.", nameof(num_heads));
        }

        _embedding = embedded_dim;
        _heads = num_heads;
        _dropout = dropout;
        _addZeroAttention = add_zero_attn;
        if ((kdim ?? embedded_dim) == embedded_dim && (vdim ?? embedded_dim) == embedded_dim)
        {
            in_proj_weight = Projection(3 * embedded_dim, embedded_dim);
        }
        else
        {
            q_proj_weight = Projection(embedded_dim, embedded_dim);
            k_proj_weight = Projection(embedded_dim, kdim ?? embedded_dim);
            v_proj_weight = Projection(embedded_dim, vdim ?? embedded_dim);
        }

        in_proj_bias = bias ? new Parameter(zeros(3 * embedded_dim)) : null;
        out_proj = new Linear(embedded_dim, embedded_dim, bias, null, null);
        if (out_proj.bias is { } outBias)
        {
            init.zeros_(outBias);
        }

        if (add_bias_kv)
        {
            bias_k = new Parameter(empty(1, 1, embedded_dim));
            bias_v = new Parameter(empty(1, 1, embedded_dim));
            init.xavier_normal_(bias_k);
            init.xavier_normal_(bias_v);
        }

        RegisterComponents();
    }

    /// <inheritdoc cref="forward"/>
    public Tuple<Tensor, Tensor?> call(
        Tensor query,
        Tensor key,
        Tensor value,
        Tensor? key_padding_mask = null,
        bool need_weights = true,
        Tensor? attn_mask = null
    ) => forward(query, key, value, key_padding_mask, need_weights, attn_mask);

    /// <summary>Lets each query gather from the values, by how well it fits their keys.</summary>
    /// <param name="query">(L, N, E).</param>
    /// <param name="key">(S, N, K).</param>
    /// <param name="value">(S, N, V).</param>
    /// <param name="key_padding_mask">(N, S): true for keys to leave out, or numbers to add.</param>
    /// <param name="need_weights">Whether to return the attention weights.</param>
    /// <param name="attn_mask">(L, S) or (N · heads, L, S): true where attention is forbidden, or numbers to add.</param>
    /// <returns>(L, N, E) and the weights averaged over the heads (N, L, S), or null.</returns>
    public Tuple<Tensor, Tensor?> forward(
        Tensor query,
        Tensor key,
        Tensor value,
        Tensor? key_padding_mask,
        bool need_weights,
        Tensor? attn_mask
    )
    {
        using var scope = NewDisposeScope();
        bool batched = query.ndim == 3;
        if (!batched)
        {
            (query, key, value) = (query.unsqueeze(1), key.unsqueeze(1), value.unsqueeze(1));
            key_padding_mask = key_padding_mask?.unsqueeze(0);
        }

        long batch = query.shape[1];
        (Tensor q, Tensor k, Tensor v) = Project(query, key, value);
        Tensor? mask = AdditiveMask(attn_mask, q.dtype);
        Tensor? padding = AdditiveMask(key_padding_mask, q.dtype);
        if (bias_k is not null && bias_v is not null)
        {
            k = cat([k, bias_k.expand(1, batch, _embedding)]);
            v = cat([v, bias_v.expand(1, batch, _embedding)]);
            (mask, padding) = (OneMoreKey(mask), OneMoreKey(padding));
        }

        (q, k, v) = (ByHead(q, batch), ByHead(k, batch), ByHead(v, batch));
        if (_addZeroAttention)
        {
            k = functional.pad(k, [0, 0, 0, 1]);
            v = functional.pad(v, [0, 0, 0, 1]);
            (mask, padding) = (OneMoreKey(mask), OneMoreKey(padding));
        }

        Tensor weights = AttentionWeights(q, k, Combined(mask, padding, batch));
        Tensor gathered = weights.matmul(v).permute(2, 0, 1, 3).reshape(-1, batch, _embedding);
        Tensor output = out_proj.call(gathered);
        Tensor? shown = need_weights ? weights.mean([1L]) : null;
        if (!batched)
        {
            (output, shown) = (output.squeeze(1), shown?.squeeze(0));
        }

        return Tuple.Create(output.MoveToOuterDisposeScope(), shown?.MoveToOuterDisposeScope());
    }

    private static Parameter Projection(long outputs, long inputs)
    {
        var weight = new Parameter(empty(outputs, inputs));
        init.xavier_uniform_(weight);
        return weight;
    }

    private (Tensor Q, Tensor K, Tensor V) Project(Tensor query, Tensor key, Tensor value)
    {
        Tensor[] biases = in_proj_bias?.chunk(3) ?? [];
        if (in_proj_weight is not null && ReferenceEquals(query, key) && ReferenceEquals(key, value))
        {
            Tensor[] parts = functional.linear(query, in_proj_weight, in_proj_bias).chunk(3, -1);
            return (parts[0], parts[1], parts[2]);
        }

        Tensor[] weights = in_proj_weight?.chunk(3) ?? [q_proj_weight!, k_proj_weight!, v_proj_weight!];
        return (
            functional.linear(query, weights[0], biases.ElementAtOrDefault(0)),
            functional.linear(key, weights[1], biases.ElementAtOrDefault(1)),
            functional.linear(value, weights[2], biases.ElementAtOrDefault(2))
        );
    }

    /// <summary>(length, N, E) to (N, heads, length, E / heads).</summary>
    private Tensor ByHead(Tensor projected, long batch) =>
        projected.reshape(-1, batch, _heads, _embedding / _heads).permute(1, 2, 0, 3);

    private Tensor AttentionWeights(Tensor q, Tensor k, Tensor? mask)
    {
        Tensor scores = (q * (1.0 / Math.Sqrt(_embedding / _heads))).matmul(k.transpose(-2, -1));
        Tensor weights = functional.softmax(mask is null ? scores : scores + mask, -1);
        return functional.dropout(weights, _dropout, training);
    }

    private Tensor? Combined(Tensor? mask, Tensor? padding, long batch)
    {
        if (mask is { ndim: 3 })
        {
            mask = mask.view(batch, _heads, mask.shape[1], mask.shape[2]);
        }

        Tensor? perKey = padding?.view(batch, 1, 1, -1);
        return mask is not null && perKey is not null ? mask + perKey : mask ?? perKey;
    }

    private static Tensor? AdditiveMask(Tensor? mask, ScalarType dtype) =>
        mask is { dtype: ScalarType.Bool } ? zeros_like(mask, dtype).masked_fill(mask, double.NegativeInfinity) : mask;

    private static Tensor? OneMoreKey(Tensor? mask) => mask is null ? null : functional.pad(mask, (0, 1));
}
