namespace TransferWeb.Core;

/// <summary>Who is acting. One local user for now; accounts replace the implementation, not the callers.</summary>
public interface ICurrentUser
{
    /// <summary>A stable key, written to the rows this person makes.</summary>
    string Id { get; }

    /// <summary>The name shown to others.</summary>
    string DisplayName { get; }
}
