namespace TransferWeb.Vision.Weights;

/// <summary>Why weights cannot be had or used.</summary>
public enum WeightsFault
{
    /// <summary>The content is none of the known kinds of weight file.</summary>
    NotAWeightFile,

    /// <summary>The file begins well, but is cut off or damaged inside.</summary>
    Truncated,

    /// <summary>The pickle asks for something outside the allow-list, for instance to run a command. Nothing was run.</summary>
    UnsafePickle,

    /// <summary>A readable file that is not a dictionary of named tensors.</summary>
    NotAStateDict,

    /// <summary>A kind of number or layout that is not read here.</summary>
    Unsupported,

    /// <summary>The SHA-256 is not the expected one.</summary>
    WrongHash,

    /// <summary>The tensors fit none of the backbones.</summary>
    OtherArchitecture,

    /// <summary>The file is missing or may not be read.</summary>
    Unreadable,

    /// <summary>No backbone or catalogue entry of that name.</summary>
    NotInCatalogue,

    /// <summary>The server could not be reached, or the connection was cut and could not be taken up again.</summary>
    NoNetwork,

    /// <summary>The server has no such file, or refuses it.</summary>
    NotOnServer,

    /// <summary>The disk has not enough room.</summary>
    DiskFull,

    /// <summary>The weights folder cannot be written.</summary>
    FolderNotWritable,

    /// <summary>Another process is downloading the same file.</summary>
    Busy,
}

/// <summary>Weights that cannot be had or used: what is wrong with which file, and what to do, in words for a person.</summary>
public sealed class WeightsException : Exception
{
    /// <summary>Makes the failure.</summary>
    public WeightsException(WeightsFault fault, string sentence, Exception? inner = null)
        : base(sentence, inner) => Fault = fault;

    /// <summary>The kind of failure.</summary>
    public WeightsFault Fault { get; }

    internal static WeightsException Damaged(string file, string detail, Exception? inner = null) =>
        new(WeightsFault.Truncated, $"{file} is cut off or damaged ({detail}). Copy or download it again.", inner);
}
