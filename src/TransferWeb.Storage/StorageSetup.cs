using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TransferWeb.Storage.Files;

namespace TransferWeb.Storage;

/// <summary>Registers and prepares the portal's storage.</summary>
public static class StorageSetup
{
    /// <summary>Registers <see cref="DataFolder"/> and <c>IDbContextFactory&lt;PortalDb&gt;</c>.</summary>
    public static IServiceCollection AddTransferWebStorage(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(folder);
        services.AddDbContextFactory<PortalDb>(
            (provider, options) => Configure(options, provider.GetRequiredService<DataFolder>())
        );
        return services;
    }

    /// <summary>Points a context's options at the folder's database.</summary>
    public static void Configure(DbContextOptionsBuilder options, DataFolder folder)
    {
        // Said openly, since the bundled library and the system's differ in their default.
        SqliteConnectionStringBuilder connection = new() { DataSource = folder.Database, ForeignKeys = true };
        options.UseSqlite(connection.ConnectionString).AddInterceptors(BusyTimeout.Instance);
    }

    /// <summary>
    /// Makes the folders and brings the database to the newest migration; writers and readers then do not wait for each other (WAL). The caller holds the folder's
    /// lock.
    /// </summary>
    public static async Task PrepareAsync(
        DataFolder folder,
        IDbContextFactory<PortalDb> databases,
        CancellationToken cancellationToken = default
    )
    {
        folder.Prepare();
        await using PortalDb db = await databases.CreateDbContextAsync(cancellationToken);
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            await ForgetMigrationLockAsync(db, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        }
    }

    /// <summary>
    /// Opens the database for as long as the result is not disposed. While somebody has it open, its log's index is there; without, not even reading is possible on a
    /// disk that is full.
    /// </summary>
    public static IDisposable HoldOpen(DataFolder folder)
    {
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = folder.Database, Pooling = false }.ConnectionString
        );
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();

            // The index is made by the first look into the database.
            command.CommandText = "SELECT COUNT(*) FROM sqlite_master";
            command.ExecuteScalar();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // EF Core marks a migration that is going on by a row, which a kill leaves behind and the next start would wait for without end.
    private static async Task ForgetMigrationLockAsync(PortalDb db, CancellationToken cancellationToken)
    {
        const string LockTable = "__EFMigrationsLock";
        int tables = await db
            .Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = {LockTable}")
            .SingleAsync(cancellationToken);
        if (tables > 0)
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
        }
    }

    /// <summary>Lets a writer wait for another instead of failing at once, and syncs at checkpoints only, which WAL makes safe.</summary>
    private sealed class BusyTimeout : DbConnectionInterceptor
    {
        private const string Pragmas = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = NORMAL;";

        public static BusyTimeout Instance { get; } = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using DbCommand command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            await using DbCommand command = connection.CreateCommand();
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
