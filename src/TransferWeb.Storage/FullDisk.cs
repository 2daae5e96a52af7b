using Microsoft.Data.Sqlite;
using TransferWeb.Core.Files;

namespace TransferWeb.Storage;

/// <summary>Tells a full disk, or a quota that is used up, from other failures of files and of the database.</summary>
public static class FullDisk
{
    /// <summary>What a person is told where nothing more is known.</summary>
    public const string Sentence =
        "The portal's disk is full, so this was not done; everything that was there before is as it was. Free some space, then try again.";

    // SQLITE_FULL, and SQLITE_IOERR, which is what SQLite makes of a log or its index that cannot grow.
    private const int DatabaseFull = 13;
    private const int DatabaseInputOutput = 10;

    /// <summary>Whether the failure, or one it was made of, says so.</summary>
    public static bool IsCauseOf(Exception? exception) =>
        exception switch
        {
            null => false,
            IOException full when DiskCodes.SaysFull(full) => true,
            SqliteException { SqliteErrorCode: DatabaseFull or DatabaseInputOutput } => true,
            _ => IsCauseOf(exception.InnerException),
        };
}
