using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace TransferWeb.Mirror;

/// <summary>Loads the AngleSharp.Diffing that is referenced by path, which the test host's list of dependencies does not name.</summary>
internal static class BunitShim
{
#pragma warning disable CA2255 // A test assembly is the application here.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Install() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == "AngleSharp.Diffing"
                ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll"))
                : null;
}
