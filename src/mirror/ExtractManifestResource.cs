using System.IO;
using System.Reflection;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>A build task: writes one embedded resource of a managed assembly to a file. No code of the assembly runs.</summary>
public sealed class ExtractManifestResource : Task
{
    [Required]
    public string AssemblyPath { get; set; }

    [Required]
    public string ResourceName { get; set; }

    [Required]
    public string OutputFile { get; set; }

    public override bool Execute()
    {
        using (Stream resource = Assembly.Load(File.ReadAllBytes(AssemblyPath)).GetManifestResourceStream(ResourceName))
        {
            if (resource == null)
            {
                Log.LogError("{0} has no resource {1}.", AssemblyPath, ResourceName);
                return false;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(OutputFile));
            using (FileStream part = File.Create(OutputFile + ".part"))
            {
                resource.CopyTo(part);
            }

            File.Delete(OutputFile);
            File.Move(OutputFile + ".part", OutputFile);
            return true;
        }
    }
}
