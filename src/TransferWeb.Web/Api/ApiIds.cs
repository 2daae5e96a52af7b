using TransferWeb.Core;
using TransferWeb.Core.Portal;

namespace TransferWeb.Web.Api;

/// <summary>Reads ids from addresses. A text that is no id names nothing, so it is 404 like an id of nothing.</summary>
internal static class ApiIds
{
    public static DatasetId Dataset(string text) => DatasetId.Parse(text) ?? throw NoDataset();

    public static RunId Run(string text) => RunId.Parse(text) ?? throw NoRun();

    public static ModelId Model(string text) => ModelId.Parse(text) ?? throw NoModel();

    public static RequestRefusedException NoDataset() => NotFound("There is no such data set; it may have been deleted.");

    public static RequestRefusedException NoRun() => NotFound("There is no such run.");

    public static RequestRefusedException NoModel() => NotFound("There is no such model; it may have been deleted.");

    private static RequestRefusedException NotFound(string sentence) => new(RefusalKind.NotFound, sentence);
}
