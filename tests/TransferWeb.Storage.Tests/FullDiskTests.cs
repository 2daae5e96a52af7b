using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using TransferWeb.Tests;
using TransferWeb.Tests.Portal;

namespace TransferWeb.Storage.Tests;

public sealed class FullDiskTests
{
    [Theory]
    [InlineData(28)]
    [InlineData(122)]
    [InlineData(unchecked((int)0x80070070))]
    public void File_ThatFindsNoRoom_IsToldFromOthers(int code)
    {
        Assert.True(FullDisk.IsCauseOf(new IOException("No space left on device", code)));
        Assert.False(FullDisk.IsCauseOf(new IOException("Permission denied", 13)));
    }

    [Fact]
    public void Database_ThatFindsNoRoom_IsToldFromOthersThroughWhatWrapsIt()
    {
        Assert.True(FullDisk.IsCauseOf(new DbUpdateException("It was not saved.", new SqliteException("full", 13))));
        Assert.False(FullDisk.IsCauseOf(new DbUpdateException("It was not saved.", new SqliteException("constraint", 19))));
        Assert.False(FullDisk.IsCauseOf(new InvalidOperationException("full")));
    }

    [Fact]
    public async Task DatabaseThatIsHeldOpen_OnADiskThatIsReallyFull_CanBeRead()
    {
        using SmallDisk? disk = SmallDisk.TryMake(megabytes: 8);
        Assert.SkipWhen(disk is null, SmallDisk.Missing);
        await using TestDatabase database = await TestDatabase.CreateAsync(disk.Combine("data"));
        using IDisposable open = StorageSetup.HoldOpen(database.Folder);
        SqliteConnection.ClearAllPools();
        disk.Fill();

        await using PortalDb db = database.CreateDbContext();

        Assert.Equal(0, await db.Runs.CountAsync(TestContext.Current.CancellationToken));
    }
}
