using TransferWeb.Core;

namespace TransferWeb.Web.Configuration;

/// <summary>The one person of a portal without accounts: whoever sits at this machine.</summary>
internal sealed class LocalUser : ICurrentUser
{
    /// <inheritdoc/>
    public string Id => "local";

    /// <inheritdoc/>
    public string DisplayName => Environment.UserName;
}
