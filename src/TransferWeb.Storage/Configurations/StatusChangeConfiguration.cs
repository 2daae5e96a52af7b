using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TransferWeb.Storage.Entities;

namespace TransferWeb.Storage.Configurations;

internal sealed class StatusChangeConfiguration : IEntityTypeConfiguration<StatusChangeRow>
{
    public void Configure(EntityTypeBuilder<StatusChangeRow> builder)
    {
        builder.ToTable("RunStatusChanges");
        builder.HasKey(c => c.Id);
    }
}
