using TransferWeb.Core;

namespace TransferWeb.Web.Live;

/// <summary>
/// What was refused at the last upload to each data set, for as long as this person's page is open: the page that shows the data
/// set is another than the one that sent the files.
/// </summary>
public sealed class UploadRemarks
{
    private readonly Dictionary<DatasetId, IReadOnlyList<FileRemark>> refused = [];

    /// <summary>The files refused at the last upload; empty where there were none.</summary>
    public IReadOnlyList<FileRemark> Of(DatasetId dataset) => refused.GetValueOrDefault(dataset, []);

    /// <summary>Remembers the files refused at an upload, in place of those of the one before.</summary>
    public void Remember(DatasetId dataset, IReadOnlyList<FileRemark> files) => refused[dataset] = files;
}
