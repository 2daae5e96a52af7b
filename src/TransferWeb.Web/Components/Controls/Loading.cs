namespace TransferWeb.Web.Components.Controls;

/// <summary>Where the fetching of a page's contents stands.</summary>
/// <param name="IsReady">Whether they are there.</param>
/// <param name="Problem">The sentence for the person where they could not be fetched.</param>
public sealed record Loading(bool IsReady, string? Problem = null)
{
    /// <summary>Under way.</summary>
    public static Loading Waiting { get; } = new(false);

    /// <summary>There.</summary>
    public static Loading Ready { get; } = new(true);

    /// <summary>Failed, with the reason.</summary>
    public static Loading Failed(string problem) => new(false, problem);
}
