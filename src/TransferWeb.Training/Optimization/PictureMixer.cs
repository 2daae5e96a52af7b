using TransferWeb.Training.Data;

namespace TransferWeb.Training.Optimization;

/// <summary>A batch after mixing. Each picture is <paramref name="Share"/> itself (at least a half) and for the rest another one.</summary>
/// <param name="Inputs">[N, 3, S, S].</param>
/// <param name="OtherLabels">The other pictures' classes, int64, [N].</param>
/// <param name="Share">0.5 to 1.</param>
public sealed record MixedBatch(Tensor Inputs, Tensor OtherLabels, double Share);

/// <summary>
/// Mixes each picture of a batch with another: all over (mixup: Zhang et al., 2018) or by pasting a box (CutMix: Yun et al., 2019). Where both are asked for,
/// each step takes one of them by chance. Shares come from Beta(α, α) and the larger part stays the picture's own.
/// </summary>
/// <param name="mixup">α of mixup, 0 for none.</param>
/// <param name="cutmix">α of CutMix, 0 for none.</param>
/// <param name="seed">The run's.</param>
public sealed class PictureMixer(double mixup, double cutmix, long seed)
{
    // EpochOrder gives each picture of an epoch a number from 0 on, and the order itself −1.
    private const int StepStream = -2;

    /// <summary>The mixed batch in the current dispose scope; null where it is too small to mix.</summary>
    public MixedBatch? Mix(Tensor inputs, Tensor labels, long step)
    {
        long count = inputs.shape[0];
        if (count < 2)
        {
            return null;
        }

        Random random = EpochOrder.For(seed, (int)step, StepStream);
        bool cuts = cutmix > 0 && (mixup <= 0 || random.Next(2) == 1);
        double alpha = cuts ? cutmix : mixup;
        double drawn = BetaDistribution.Draw(random, alpha);
        double share = Math.Max(drawn, 1 - drawn);

        // Each picture meets the one a random number of places on: a pairing without fixed points.
        long[] shift = [1 + random.NextInt64(count - 1)];
        long[] dimension = [0];
        Tensor others = inputs.roll(shift, dimension);
        Tensor otherLabels = labels.roll(shift, dimension);
        return cuts
            ? Paste(inputs, others, otherLabels, share, random)
            : new MixedBatch((inputs * share) + (others * (1 - share)), otherLabels, share);
    }

    /// <summary>Pastes the same box into every picture; the share is what the box, clipped at the border, leaves.</summary>
    private static MixedBatch Paste(Tensor inputs, Tensor others, Tensor otherLabels, double share, Random random)
    {
        (long height, long width) = (inputs.shape[2], inputs.shape[3]);
        double side = Math.Sqrt(1 - share);
        (long top, long bottom) = Span(height, side, random);
        (long left, long right) = Span(width, side, random);
        Tensor pasted = inputs.clone();
        pasted
            .narrow(2, top, bottom - top)
            .narrow(3, left, right - left)
            .copy_(others.narrow(2, top, bottom - top).narrow(3, left, right - left));
        double own = 1 - ((double)(bottom - top) * (right - left) / (height * width));
        return new MixedBatch(pasted, otherLabels, own);
    }

    private static (long From, long To) Span(long length, double share, Random random)
    {
        long half = (long)(length * share / 2);
        long centre = random.NextInt64(length);
        return (Math.Max(0, centre - half), Math.Min(length, centre + half));
    }
}
