using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TransferWeb.Core.Runs;
using TransferWeb.Storage.Entities;

namespace TransferWeb.Storage.Configurations;

internal sealed class RunConfiguration : IEntityTypeConfiguration<RunRow>
{
    public void Configure(EntityTypeBuilder<RunRow> builder)
    {
        builder.ToTable("Runs");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Name).HasMaxLength(RunSpecValidator.MaximumNameLength);
        builder.Property(r => r.Spec).HasConversion<JsonConverter<RunSpec>>();
        builder.Property(r => r.Result).HasConversion<JsonConverter<RunCompleted>>();

        // Of two that change the status at the same time, the second must look again.
        builder.Property(r => r.Status).IsConcurrencyToken();
        builder.HasIndex(r => new
        {
            r.Status,
            r.Device,
            r.QueuedAt,
        });
        builder.HasOne<DatasetRow>().WithMany().HasForeignKey(r => r.DatasetId).OnDelete(DeleteBehavior.SetNull);
        builder.HasMany(r => r.History).WithOne().HasForeignKey(c => c.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
