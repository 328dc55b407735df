namespace Clip.Text.Loading;

/// <summary>The errors of the readers in this folder, each with the remedy of its kind.</summary>
internal static class FileErrors
{
    /// <summary>The file is damaged or incomplete.</summary>
    public static TokenizerException Damaged(string source, string problem, Exception? cause = null) =>
        new(source, problem, "download it again", cause);

    /// <summary>The file is sound, but uses something that is not supported.</summary>
    public static TokenizerException Unsupported(string source, string problem) =>
        new(source, problem, "get a tokenizer.json that this program knows");
}
