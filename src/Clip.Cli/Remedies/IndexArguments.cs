using Clip.Cli.Output;

namespace Clip.Cli.Remedies;

/// <summary>Words the options that make another call of the program use the same index.</summary>
internal static class IndexArguments
{
    public static string Of(IndexLocation location)
    {
        if (location.Store is not null)
            return OfStore(location.Directory);
        var folder = $"--in {Quoted(location.Root)}";
        return location.IsInsideRoot ? folder : $"{folder} --index-dir {Quoted(location.Directory)}";
    }

    /// <summary>The options for an index of which only its own folder is known.</summary>
    /// <param name="directory">The folder that the index is in.</param>
    /// <param name="root">The folder of the pictures; null where it is not known.</param>
    public static string Of(string directory, string? root = null)
    {
        if (DisplayPath.IsStore(directory))
            return OfStore(directory);
        root ??= Path.GetFileName(directory) == IndexLocation.DefaultDirectoryName
            ? Path.GetDirectoryName(directory)
            : null;
        return root is null ? $"--in FOLDER --index-dir {Quoted(directory)}" : Of(IndexLocation.For(root, directory));
    }

    private static string OfStore(string address) => $"--store {ShellQuoted.Of(address)}";

    private static string Quoted(string path) => ShellQuoted.Of(DisplayPath.Of(path));
}
