using System.Text;
using System.Text.Json;
using Clip.Text.Models;

namespace Clip.Text.Loading;

/// <summary>Reads WordPiece and WordLevel models.</summary>
internal static class WordModelReader
{
    public static ModelReader.Factory ReadWordPiece(ref Utf8JsonReader reader, string source)
    {
        TokenList? tokens = null;
        string? unknown = null, prefix = null;
        int? maxWordLength = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            switch (ModelReader.ReadName(ref reader))
            {
                case "type":
                    break;
                case "vocab":
                    tokens = ModelReader.ReadTokens(ref reader, source);
                    break;
                case "unk_token":
                    unknown = ModelReader.ReadText(ref reader, "unk_token", source);
                    break;
                case "continuing_subword_prefix":
                    prefix = ModelReader.ReadText(ref reader, "continuing_subword_prefix", source);
                    break;
                case "max_input_chars_per_word":
                    maxWordLength = ModelReader.ReadNumber(ref reader, "max_input_chars_per_word", source);
                    break;
                case var other:
                    throw ModelReader.UnknownOption(other, source);
            }
        }

        var model = new WordPieceModel(
            tokens ?? throw ModelReader.Missing("vocab", source),
            Encoding.UTF8.GetBytes(prefix ?? throw ModelReader.Missing("continuing_subword_prefix", source)),
            unknown ?? throw ModelReader.Missing("unk_token", source),
            maxWordLength ?? throw ModelReader.Missing("max_input_chars_per_word", source),
            source);
        return new ModelReader.Factory(_ => model, CanReadBytes: false);
    }

    public static ModelReader.Factory ReadWordLevel(ref Utf8JsonReader reader, string source)
    {
        TokenList? tokens = null;
        string? unknown = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            switch (ModelReader.ReadName(ref reader))
            {
                case "type":
                    break;
                case "vocab":
                    tokens = ModelReader.ReadTokens(ref reader, source);
                    break;
                case "unk_token":
                    unknown = ModelReader.ReadText(ref reader, "unk_token", source);
                    break;
                case var other:
                    throw ModelReader.UnknownOption(other, source);
            }
        }

        var model = new WordLevelModel(
            new Vocabulary(tokens ?? throw ModelReader.Missing("vocab", source)),
            unknown ?? throw ModelReader.Missing("unk_token", source),
            source);
        return new ModelReader.Factory(_ => model, CanReadBytes: false);
    }
}
