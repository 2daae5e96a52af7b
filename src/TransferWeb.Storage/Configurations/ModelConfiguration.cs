using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TransferWeb.Storage.Entities;

namespace TransferWeb.Storage.Configurations;

internal sealed class ModelConfiguration : IEntityTypeConfiguration<ModelRow>
{
    public void Configure(EntityTypeBuilder<ModelRow> builder)
    {
        builder.ToTable("Models");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Name).HasMaxLength(120);
        builder.Property(m => m.WeightsSha256).HasMaxLength(64);
        builder.HasIndex(m => m.RunId).IsUnique();
        builder.HasOne<RunRow>().WithMany().HasForeignKey(m => m.RunId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<DatasetRow>().WithMany().HasForeignKey(m => m.DatasetId).OnDelete(DeleteBehavior.SetNull);
    }
}
