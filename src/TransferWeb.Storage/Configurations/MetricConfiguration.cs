using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TransferWeb.Storage.Entities;

namespace TransferWeb.Storage.Configurations;

internal sealed class MetricConfiguration : IEntityTypeConfiguration<MetricRow>
{
    public void Configure(EntityTypeBuilder<MetricRow> builder)
    {
        builder.ToTable("Metrics");
        builder.HasKey(m => m.Id);
        builder.HasOne<RunRow>().WithMany().HasForeignKey(m => m.RunId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(m => new
        {
            m.RunId,
            m.Name,
            m.Split,
            m.Step,
        });
    }
}
