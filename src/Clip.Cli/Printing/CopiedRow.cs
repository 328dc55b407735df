using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>The line that says what a copy of an index holds.</summary>
internal static class CopiedRow
{
    /// <param name="index">Where the copy is: a folder, or the address of a database.</param>
    /// <param name="files">How many files it holds.</param>
    /// <param name="captions">How many captions it gave them.</param>
    public static string Of(string index, long files, long captions) => $"{DisplayPath.Of(index)}: "
        + Texts.Say($"{Counted.Of(files, "file")} and {Counted.Of(captions, "new caption")} copied and compared");
}
