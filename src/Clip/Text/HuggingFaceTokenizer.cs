using Clip.Text.Loading;
using Clip.Text.PostProcessing;
using Clip.Text.Unicode;

namespace Clip.Text;

/// <summary>
/// Encodes text as the token ids that a model was trained on, as described by a <c>tokenizer.json</c>: the same ids as
/// the Python library <c>tokenizers</c> 0.23 returns. Immutable and thread-safe.
/// </summary>
internal sealed class HuggingFaceTokenizer
{
    private readonly TokenizerFile _file;
    private readonly TextPipeline _pipeline;

    private HuggingFaceTokenizer(TokenizerFile file, TextPipeline pipeline) => (_file, _pipeline) = (file, pipeline);

    /// <summary>How the file truncates texts; null where it does not.</summary>
    public TruncationRule? Truncation => _file.Truncation;

    /// <summary>How the file pads texts; null where it does not.</summary>
    public PaddingRule? Padding => _file.Padding;

    /// <summary>The number of tokens, added tokens included.</summary>
    public int VocabularySize => _pipeline.VocabularySize;

    /// <summary>The parts of the file.</summary>
    internal TokenizerFile File => _file;

    /// <summary>The stages from a text to its ids.</summary>
    internal TextPipeline Pipeline => _pipeline;

    /// <summary>Loads a <c>tokenizer.json</c>.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="TokenizerException">
    /// The file is missing, unreadable, not a tokenizer, or uses an unsupported option.
    /// </exception>
    public static HuggingFaceTokenizer Load(string path) => Create(TokenizerFile.Load(path));

    /// <summary>Parses the content of a <c>tokenizer.json</c>.</summary>
    /// <param name="utf8Json">The content.</param>
    /// <param name="name">The name of the file, for errors.</param>
    /// <exception cref="TokenizerException">The content is not a tokenizer, or uses an unsupported option.</exception>
    public static HuggingFaceTokenizer Parse(ReadOnlyMemory<byte> utf8Json, string name) =>
        Create(TokenizerFile.Parse(utf8Json, name));

    /// <summary>
    /// A tokenizer that lower-cases text first, for models that were trained on lower case although their file does not
    /// say so. Added tokens are found in the original text, as if the file itself lower-cased.
    /// </summary>
    internal HuggingFaceTokenizer WithLowercase() => new(_file, _pipeline.WithLowercase());

    /// <summary>Encodes a text, with special tokens and without padding.</summary>
    /// <param name="text">Any text; an empty text has only special tokens.</param>
    /// <param name="maxLength">
    /// The maximum number of ids: the text is truncated, the special tokens are kept. Null: the file's own limit, if
    /// any.
    /// </param>
    /// <exception cref="TokenizerException">
    /// The text has an unpaired surrogate, or a character for which the file has no token.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="maxLength"/> leaves no room for the special tokens.
    /// </exception>
    public int[] Encode(string text, int? maxLength = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var workspace = Workspace.Take();
        var body = EncodeBody(text, maxLength, workspace);
        var ids = new int[_file.SpecialTokens.LengthWith(body.Length)];
        _file.SpecialTokens.Write(body, ids);
        workspace.Return();
        return ids;
    }

    /// <summary>
    /// Encodes a text, with special tokens, into a row of a batch without allocating. The rest of the row is left
    /// unchanged.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="destination">
    /// The row. Its length is the maximum number of ids: the text is truncated to fit.
    /// </param>
    /// <returns>The number of ids written.</returns>
    /// <exception cref="TokenizerException">
    /// The text has an unpaired surrogate, or a character for which the file has no token.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="destination"/> has no room for the special tokens.
    /// </exception>
    public int Encode(ReadOnlySpan<char> text, Span<int> destination)
    {
        var workspace = Workspace.Take();
        var body = EncodeBody(text, destination.Length, workspace);
        _file.SpecialTokens.Write(body, destination);
        var length = _file.SpecialTokens.LengthWith(body.Length);
        workspace.Return();
        return length;
    }

    /// <summary>All ids of a text: with special tokens, and without any limit.</summary>
    internal int[] EncodeAll(ReadOnlySpan<char> text)
    {
        var workspace = Workspace.Take();
        var body = EncodeBody(text, int.MaxValue, workspace);
        var ids = new int[_file.SpecialTokens.LengthWith(body.Length)];
        _file.SpecialTokens.Write(body, ids);
        workspace.Return();
        return ids;
    }

    /// <summary>The id of a token, or null where there is no such token.</summary>
    /// <param name="token">The token as written in the file.</param>
    public int? TokenToId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _pipeline.FindId(token);
    }

    /// <summary>The token with an id as written in the file, or null where there is none.</summary>
    /// <param name="id">The id.</param>
    public string? IdToToken(int id) => _pipeline.FindToken(id);

    private static HuggingFaceTokenizer Create(TokenizerFile file) =>
        new(file, new TextPipeline(file.AddedTokens, file.Normalizer, file.PreTokenizer, file.Model));

    /// <summary>The ids of a text without the special tokens around it, truncated.</summary>
    private ReadOnlySpan<int> EncodeBody(ReadOnlySpan<char> text, int? maxLength, Workspace workspace)
    {
        var limit = BodyLimit(maxLength);
        var dropsStart = Truncation?.Direction == TruncationDirection.Left;
        Utf8.Append(text, workspace.Original);

        // Tokens beyond the limit are dropped, unless it is the start that is dropped: then all of them are needed.
        _pipeline.Encode(workspace, dropsStart ? int.MaxValue : limit);
        var ids = workspace.Ids.Span;
        if (ids.Length <= limit)
            return ids;
        if (maxLength is null && Truncation!.Strategy == TruncationStrategy.OnlySecond)
        {
            throw new TokenizerException(
                _file.Source, "truncates only the second of two texts, and a single text is too long", "give a length");
        }

        return dropsStart ? ids[^limit..] : ids[..limit];
    }

    private int BodyLimit(int? maxLength)
    {
        var reserved = _file.SpecialTokens.Reserved;
        if (maxLength is { } length)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(length, reserved, nameof(maxLength));
            return length - reserved;
        }

        return Truncation is null ? int.MaxValue : Truncation.MaxLength - reserved;
    }
}
