namespace TransferWeb.Vision.Sample;

/// <summary>The four classes of the sample data set.</summary>
public enum SurfaceKind
{
    /// <summary>Nothing wrong.</summary>
    Sound,

    /// <summary>Grooves drawn across it.</summary>
    Scratched,

    /// <summary>Small holes of corrosion.</summary>
    Pitted,

    /// <summary>Discoloured in places.</summary>
    Stained,
}
