using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TransferWeb.Storage.Entities;

namespace TransferWeb.Storage.Configurations;

internal sealed class RevisionConfiguration : IEntityTypeConfiguration<RevisionRow>
{
    public void Configure(EntityTypeBuilder<RevisionRow> builder)
    {
        builder.ToTable("Revisions");
        builder.HasKey(r => new { r.DatasetId, r.Number });
        builder.Property(r => r.Sha256).HasMaxLength(64);
    }
}
