using Clip.Text.Unicode;

namespace Clip.Text;

/// <summary>Encodes texts and finds the part of the original text that each token stands for.</summary>
internal static class TokenLocator
{
    /// <summary>The tokens of a text without the special tokens around it.</summary>
    /// <remarks>
    /// The part of a token covers everything that the token stems from: all code points that were composed into its
    /// characters, and the whole character for a token of some of its bytes. A token that the tokenizer added, such as
    /// a metaspace at the start, has an empty part.
    /// </remarks>
    /// <param name="pipeline">The stages to apply.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="TokenizerException">The text has an unpaired surrogate, or a character without a token.</exception>
    public static LocatedToken[] Locate(TextPipeline pipeline, ReadOnlySpan<char> text)
    {
        var workspace = Workspace.Take(traces: true);
        Utf8.Append(text, workspace.Original);
        pipeline.Encode(workspace, int.MaxValue);
        var characters = CharacterIndexes(workspace.Original.Span);
        var result = new LocatedToken[workspace.Ids.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var span = workspace.Ids.Spans[i];
            result[i] = new LocatedToken(workspace.Ids.Span[i], characters[span.Start], characters[span.End]);
        }

        workspace.Ids.Truncate(0);
        workspace.Return();
        return result;
    }

    /// <summary>The index in UTF-16 of each byte at which a code point begins, and of the end.</summary>
    private static int[] CharacterIndexes(ReadOnlySpan<byte> utf8)
    {
        var indexes = new int[utf8.Length + 1];
        var character = 0;
        for (var index = 0; index < utf8.Length;)
        {
            indexes[index] = character;
            var length = Utf8.LengthFromFirst(utf8[index]);
            character += length == 4 ? 2 : 1;
            index += length;
        }

        indexes[^1] = character;
        return indexes;
    }
}
