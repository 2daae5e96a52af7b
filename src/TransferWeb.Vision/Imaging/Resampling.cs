namespace TransferWeb.Vision.Imaging;

/// <summary>How a resized pixel is weighed together from its neighbours; both are antialiased.</summary>
public enum Resampling
{
    /// <summary>By nearness: each pixel from two along a side, more where the picture shrinks.</summary>
    Bilinear,

    /// <summary>By a cubic curve with negative flanks, which keeps edges sharper: from four along a side.</summary>
    Bicubic,
}
