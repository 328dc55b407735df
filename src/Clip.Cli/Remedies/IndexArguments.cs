using Clip.Catalog;
using Clip.Cli.Output;

namespace Clip.Cli.Remedies;

/// <summary>Words the options that make another call of the program use the same index.</summary>
internal static class IndexArguments
{
    public static string Of(IndexLocation location)
    {
        var folder = $"--in {DisplayPath.Of(location.Root)}";
        return location.IsInsideRoot ? folder : $"{folder} --index-dir {DisplayPath.Of(location.Directory)}";
    }
}
