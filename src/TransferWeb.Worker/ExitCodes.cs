namespace TransferWeb.Worker;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    /// <summary>It was done.</summary>
    public const int Done = 0;

    /// <summary>It could not be done; a sentence was written to standard error.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong; a sentence was written to standard error.</summary>
    public const int WrongUsage = 2;

    /// <summary>Stopped by a person.</summary>
    public const int Cancelled = 3;

    /// <summary>The program that started this one is gone.</summary>
    public const int Orphaned = 4;

    /// <summary>A process that took part in another's run lost the others; the fault is theirs.</summary>
    public const int Apart = 5;
}
