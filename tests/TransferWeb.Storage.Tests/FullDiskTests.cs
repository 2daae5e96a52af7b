using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

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
}
