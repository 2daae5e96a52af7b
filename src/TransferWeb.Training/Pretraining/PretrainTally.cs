namespace TransferWeb.Training.Pretraining;

/// <summary>Sums since the last report.</summary>
internal sealed class PretrainTally
{
    private int _steps;
    private long _pictures;
    private double _loss;
    private long _families;
    private long _overlays;

    public void Add(int pictures, double loss, long rightFamilies, long rightOverlays)
    {
        _steps++;
        _pictures += pictures;
        _loss += loss;
        _families += rightFamilies;
        _overlays += rightOverlays;
    }

    /// <summary>The means, and a fresh start.</summary>
    public PretrainProgress Take(int step, int steps, double elapsedSeconds)
    {
        PretrainProgress progress = new(
            step,
            steps,
            _loss / _steps,
            _families / (double)_pictures,
            _overlays / (double)_pictures,
            elapsedSeconds
        );
        (_steps, _pictures, _loss, _families, _overlays) = (0, 0, 0, 0, 0);
        return progress;
    }
}
