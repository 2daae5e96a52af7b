using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TransferWeb.Vision.Backbones.Blocks;

/// <summary>
/// Each token [N,T,C] asks all others what concerns it: Vaswani et al., "Attention Is All You Need", 2017. Whoever makes it names the two
/// linear maps.
/// </summary>
/// <param name="project">From C to queries, keys and values, 3 · C.</param>
/// <param name="output">From C to C.</param>
/// <param name="heads">Number of heads, which divides C.</param>
internal sealed class SelfAttention(Block project, Block output, int heads) : Block(nameof(SelfAttention))
{
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        (long count, long tokens, long width) = (input.shape[0], input.shape[1], input.shape[2]);
        Tensor all = project.call(input).reshape(count, tokens, 3, heads, width / heads).permute(2, 0, 3, 1, 4);
        Tensor mixed = F.scaled_dot_product_attention(all.select(0, 0), all.select(0, 1), all.select(0, 2));
        return output.call(mixed.transpose(1, 2).reshape(count, tokens, width)).MoveToOuterDisposeScope();
    }

    public override Block Frozen(ScalarType dtype)
    {
        (Block frozenProject, Block frozenOutput) = (project.Frozen(dtype), output.Frozen(dtype));
        SelfAttention frozen = new(frozenProject, frozenOutput, heads);
        frozen.register_module("project", frozenProject);
        frozen.register_module("output", frozenOutput);
        return frozen;
    }
}
