namespace TransferWeb.Training.Solving;

/// <summary>
/// Minimises a smooth function by L-BFGS (Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989), with a line search that asks
/// for sufficient descent (Armijo). A strictly convex function's one minimum is found from any start; there is no rate to choose.
/// </summary>
/// <param name="function">Value and gradient at a point; the gradient is a new tensor of the point's shape, in the current dispose scope.</param>
/// <param name="maximumIterations">Iterations after which it ends at the latest, 1 or more.</param>
/// <param name="tolerance">It ends when the gradient's norm has fallen to this part of the first one's, above 0.</param>
public sealed class Lbfgs(Func<Tensor, (double Value, Tensor Gradient)> function, int maximumIterations, double tolerance)
{
    // Pairs of steps and gradient changes that stand for the second derivatives.
    private const int Memory = 10;

    // Share of the descent that the gradient promises which a step must give.
    private const double SufficientDescent = 1e-4;

    private const int LongestSearch = 25;

    // Relative descent of two iterations together, by the tolerance, below which it ends: at the finest, float32 has nothing more to tell.
    private const double LeastDescent = 1e-3;

    /// <summary>Minimises.</summary>
    /// <param name="start">Where it starts; not changed.</param>
    /// <param name="told">Called after each iteration with its number from 1, the point and the value; the point may be kept only until it returns.</param>
    /// <returns>The last point, in the current dispose scope, the iterations taken, and whether it ended before the last one allowed.</returns>
    public LbfgsResult Minimize(Tensor start, Action<int, Tensor, double>? told = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Tensor point = start.clone();
        (double value, Tensor gradient) = function(point);
        double firstNorm = Norm(gradient);
        double before = double.PositiveInfinity;
        Queue<Pair> pairs = new();
        int iteration = 0;
        bool converged = firstNorm == 0;
        while (!converged && iteration < maximumIterations)
        {
            using DisposeScope pass = NewDisposeScope();
            if (Search(point, value, gradient, Direction(gradient, pairs)) is not { } next)
            {
                converged = true;
                break;
            }

            Remember(pairs, next.Point - point, next.Gradient - gradient, pass);
            double twoBack = before;
            (before, value) = (value, next.Value);
            point = Replace(point, next.Point, pass);
            gradient = Replace(gradient, next.Gradient, pass);
            iteration++;
            told?.Invoke(iteration, point, value);
            converged = Norm(gradient) <= tolerance * firstNorm || twoBack - value <= LeastDescent * tolerance * Math.Abs(value);
        }

        return new LbfgsResult(point.MoveToOuterDisposeScope(), value, iteration, converged);
    }

    /// <summary>The two loops over the pairs: an estimate of the inverse second derivatives times the gradient, downhill.</summary>
    private static Tensor Direction(Tensor gradient, Queue<Pair> pairs)
    {
        Tensor direction = gradient.neg();
        if (pairs.Count == 0)
        {
            return direction.mul_(1 / Math.Max(Norm(gradient), double.Epsilon));
        }

        Pair[] newestLast = [.. pairs];
        double[] weights = new double[newestLast.Length];
        for (int i = newestLast.Length - 1; i >= 0; i--)
        {
            Pair pair = newestLast[i];
            weights[i] = Dot(pair.Step, direction) / pair.Curvature;
            direction.add_(pair.Change, -weights[i]);
        }

        Pair newest = newestLast[^1];
        direction.mul_(newest.Curvature / Dot(newest.Change, newest.Change));
        for (int i = 0; i < newestLast.Length; i++)
        {
            Pair pair = newestLast[i];
            direction.add_(pair.Step, weights[i] - (Dot(pair.Change, direction) / pair.Curvature));
        }

        return direction;
    }

    /// <summary>The first point along the direction that descends enough, or null where none does.</summary>
    private (Tensor Point, double Value, Tensor Gradient)? Search(Tensor point, double value, Tensor gradient, Tensor direction)
    {
        double slope = Dot(gradient, direction);
        if (!(slope < 0))
        {
            return null;
        }

        double length = 1;
        for (int attempt = 0; attempt < LongestSearch; attempt++)
        {
            Tensor candidate = point.add(direction, length);
            (double reached, Tensor slopes) = function(candidate);
            if (reached <= value + (SufficientDescent * length * slope))
            {
                return (candidate, reached, slopes);
            }

            // The minimum of the parabola through value, slope and the value reached, kept within a tenth and a half of the length.
            double parabola = -slope * length * length / (2 * (reached - value - (slope * length)));
            length = double.IsFinite(parabola) ? Math.Clamp(parabola, 0.1 * length, 0.5 * length) : 0.1 * length;
        }

        return null;
    }

    private static void Remember(Queue<Pair> pairs, Tensor step, Tensor change, DisposeScope pass)
    {
        double curvature = Dot(step, change);
        if (curvature <= 1e-10 * Norm(step) * Norm(change))
        {
            return;
        }

        pairs.Enqueue(new Pair(pass.MoveToOuter(step), pass.MoveToOuter(change), curvature));
        if (pairs.Count > Memory)
        {
            pairs.Dequeue().Dispose();
        }
    }

    private static Tensor Replace(Tensor old, Tensor next, DisposeScope pass)
    {
        old.Dispose();
        return pass.MoveToOuter(next);
    }

    private static double Dot(Tensor a, Tensor b)
    {
        using DisposeScope scope = NewDisposeScope();
        return (a * b).sum().item<float>();
    }

    private static double Norm(Tensor tensor) => Math.Sqrt(Dot(tensor, tensor));

    private sealed record Pair(Tensor Step, Tensor Change, double Curvature) : IDisposable
    {
        public void Dispose()
        {
            Step.Dispose();
            Change.Dispose();
        }
    }
}

/// <summary>Where <see cref="Lbfgs"/> ended.</summary>
/// <param name="Point">The last point.</param>
/// <param name="Value">The function there.</param>
/// <param name="Iterations">Iterations taken.</param>
/// <param name="Converged">Whether it ended by itself.</param>
public sealed record LbfgsResult(Tensor Point, double Value, int Iterations, bool Converged);
