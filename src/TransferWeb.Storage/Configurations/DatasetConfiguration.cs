using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TransferWeb.Storage.Entities;

namespace TransferWeb.Storage.Configurations;

internal sealed class DatasetConfiguration : IEntityTypeConfiguration<DatasetRow>
{
    public void Configure(EntityTypeBuilder<DatasetRow> builder)
    {
        builder.ToTable("Datasets");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Name).HasMaxLength(120);
        builder.HasMany(d => d.Revisions).WithOne().HasForeignKey(r => r.DatasetId).OnDelete(DeleteBehavior.Cascade);

        // Two first visitors at once must not make two samples.
        builder.HasIndex(d => d.IsSample).IsUnique().HasFilter("\"IsSample\" = 1");
    }
}
