using Microsoft.EntityFrameworkCore;
using TransferWeb.Storage;
using TransferWeb.Storage.Files;

namespace TransferWeb.Tests.Portal;

/// <summary>A migrated database in a folder of its own.</summary>
internal sealed class TestDatabase : IDbContextFactory<PortalDb>, IAsyncDisposable
{
    private readonly TemporaryFolder temporary = new();

    private TestDatabase(string? root) => Folder = new DataFolder(root ?? temporary.Path);

    public DataFolder Folder { get; }

    public static async Task<TestDatabase> CreateAsync(string? root = null)
    {
        TestDatabase database = new(root);
        await StorageSetup.PrepareAsync(database.Folder, database);
        return database;
    }

    public PortalDb CreateDbContext()
    {
        DbContextOptionsBuilder<PortalDb> options = new();
        StorageSetup.Configure(options, Folder);
        return new PortalDb(options.Options);
    }

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        temporary.Dispose();
        return ValueTask.CompletedTask;
    }
}
