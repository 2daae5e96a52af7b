using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace TransferWeb.Storage;

/// <summary>
/// Makes the provider, built for SQLitePCLRaw 2.1.13, run with 2.0.6, whose members it uses are the same. Runs before anything of this
/// assembly does, so it must sit in the lowest assembly that touches SQLite.
/// </summary>
internal static class SqliteShim
{
    private const string Core = "SQLitePCLRaw.core";

#pragma warning disable CA2255 // A library may use it where it mends its own dependencies before anything runs.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Install()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == Core ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, Core + ".dll")) : null;
        UseSystemLibrary();
    }

    // Kept apart so that its types are bound only after the hook above is in place.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseSystemLibrary()
    {
        // The bundled library is 3.35.5; JSON columns need 3.38. Where the system has none, the bundled one stays.
        if (NativeLibrary.TryLoad("libsqlite3.so.0", out nint library))
        {
            NativeLibrary.SetDllImportResolver(
                typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
                (name, _, _) => name == "e_sqlite3" ? library : 0
            );
        }

        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
    }
}
