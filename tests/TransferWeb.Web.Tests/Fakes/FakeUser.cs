using TransferWeb.Core;

namespace TransferWeb.Web.Tests.Fakes;

/// <summary>The one who clicks.</summary>
internal sealed class FakeUser : ICurrentUser
{
    public string Id => "local";

    public string DisplayName => "Local user";
}
