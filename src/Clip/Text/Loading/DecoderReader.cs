using Clip.Text.Decoding;
using Clip.Text.Models;
using Clip.Text.Patterns;
using Clip.Text.PreTokenizers;

namespace Clip.Text.Loading;

/// <summary>Reads a decoder, which does not matter to the ids.</summary>
internal static class DecoderReader
{
    private const string Mark = "▁";

    /// <summary>The decoder of a file; that of its model where the file has none, or one that is not known.</summary>
    public static TokenDecoder Read(JsonComponent? component, TokenModel model, PreTokenizer? preTokenizer)
    {
        try
        {
            return component is { } part ? Read(part) : Infer(model, preTokenizer);
        }
        catch (TokenizerException)
        {
            return Infer(model, preTokenizer);
        }
    }

    private static TokenDecoder Read(JsonComponent component)
    {
        switch (component.Type)
        {
            case "Sequence":
                return new SequenceDecoder(Array.ConvertAll(component.Items("decoders"), Read));
            case "ByteLevel":
                return new ByteLevelDecoder();
            case "ByteFallback":
                return new ByteFallbackDecoder();
            case "WordPiece":
                return new WordPieceDecoder(component.Text("prefix"), component.Flag("cleanup", defaultValue: true));
            case "Metaspace":
                var prepends = component.Has("prepend_scheme")
                    ? component.Text("prepend_scheme") != "never"
                    : component.Flag("add_prefix_space", defaultValue: true);
                return new MetaspaceDecoder(component.Text("replacement"), prepends);
            case "Replace":
                return new ReplaceDecoder(PatternReader.Read(component.Child("pattern")), component.Utf8("content"));
            case "Strip":
                var content = component.Text("content");
                return content.Length == 1
                    ? new StripDecoder(content[0], component.Number("start"), component.Number("stop"))
                    : throw component.Error("strips more than one character");
            case "BPEDecoder":
                return new SuffixDecoder(component.Text("suffix"));
            case "Fuse":
                return new FuseDecoder();
            default:
                throw component.UnknownType();
        }
    }

    private static TokenDecoder Infer(TokenModel model, PreTokenizer? preTokenizer)
    {
        switch (model)
        {
            case BpeModel { ReadsBytes: true }:
                return new ByteLevelDecoder();
            case WordPieceModel words:
                return new WordPieceDecoder(words.ContinuationPrefix, cleansUp: true);
            case BpeModel { EndOfWordSuffix: { Length: > 0 } suffix }:
                return new SuffixDecoder(suffix);
            case BpeModel or UnigramModel when model.FindId("▁"u8) >= 0:
                TokenDecoder spaces = preTokenizer is MetaspacePreTokenizer { AddsMark: true }
                    ? new MetaspaceDecoder(Mark, dropsFirst: true)
                    : new ReplaceDecoder(new LiteralPattern([.. "▁"u8]), [(byte)' ']);
                return new SequenceDecoder([spaces, new ByteFallbackDecoder()]);
            default:
                return new SpacingDecoder();
        }
    }
}
