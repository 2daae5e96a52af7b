namespace TransferWeb.Vision.Imaging;

/// <summary>Why a picture cannot be used.</summary>
public enum PictureFault
{
    /// <summary>The content is not a picture of any known kind.</summary>
    NotAPicture,

    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>The picture begins well, but is cut off or damaged inside.</summary>
    Truncated,

    /// <summary>More pixels, a longer side or a bigger file than allowed.</summary>
    TooLarge,

    /// <summary>A picture, but of a kind that is not decoded here.</summary>
    Unsupported,

    /// <summary>The file is missing or may not be read.</summary>
    Unreadable,

    /// <summary>The decoding library (libvips) is not installed on this machine.</summary>
    DecoderMissing,
}

/// <summary>A picture that cannot be used: what is wrong with which file, and what to do, in words for a person.</summary>
public sealed class PictureException : Exception
{
    /// <summary>Makes the failure. <paramref name="sentence"/> names the picture.</summary>
    public PictureException(PictureFault fault, string sentence, Exception? inner = null)
        : base(sentence, inner) => Fault = fault;

    /// <summary>The kind of failure.</summary>
    public PictureFault Fault { get; }
}
