namespace TransferWeb.Vision.Imaging;

/// <summary>The picture formats that can be decoded, recognised by their content and never by their name.</summary>
public enum PictureFormat
{
    /// <summary>JPEG: grey, colour or CMYK.</summary>
    Jpeg,

    /// <summary>PNG, up to 16 bits a channel.</summary>
    Png,

    /// <summary>WebP; of an animation the first frame.</summary>
    WebP,

    /// <summary>Windows bitmap without compression.</summary>
    Bmp,

    /// <summary>GIF; the first frame.</summary>
    Gif,

    /// <summary>TIFF; the first page, 1 to 16 bits a channel.</summary>
    Tiff,
}
