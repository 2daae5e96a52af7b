using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using TransferWeb.Storage.Files;

namespace TransferWeb.Storage;

/// <summary>
/// Makes the context for <c>dotnet ef</c>. A migration is added with
/// <c>dotnet build src/TransferWeb.Storage -p:DesignTime=true</c>, then
/// <c>dotnet ef migrations add NAME --no-build --project src/TransferWeb.Storage</c>.
/// </summary>
internal sealed class PortalDbDesign : IDesignTimeDbContextFactory<PortalDb>
{
    public PortalDb CreateDbContext(string[] args)
    {
        DbContextOptionsBuilder<PortalDb> options = new();
        StorageSetup.Configure(options, new DataFolder(Path.GetTempPath()));
        return new PortalDb(options.Options);
    }
}
