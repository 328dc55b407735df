using System.Text.Json;
using Clip.Text.Models;

namespace Clip.Text.Loading;

/// <summary>Reads the model of a tokenizer file: which kind it is, then that kind's reader does the work.</summary>
internal static class ModelReader
{
    /// <summary>Makes the model once the rest of the file is known.</summary>
    /// <param name="Create">Makes it; the argument says whether words come as bytes.</param>
    /// <param name="CanReadBytes">Whether the model gains by reading bytes.</param>
    public sealed record Factory(Func<bool, TokenModel> Create, bool CanReadBytes);

    /// <param name="reader">Stands at the beginning of the model and is moved to its end.</param>
    /// <param name="json">The whole file.</param>
    /// <param name="source">The file's name, for errors.</param>
    public static Factory Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string source)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new TokenizerException(source, "model is not an object", "download it again");
        switch (FindType(reader))
        {
            case "BPE":
                var bpe = BpeReader.Read(ref reader, json, source);
                return new Factory(readsBytes => bpe.Create(readsBytes), CanReadBytes: true);
            case "WordPiece":
                return WordModelReader.ReadWordPiece(ref reader, source);
            case "WordLevel":
                return WordModelReader.ReadWordLevel(ref reader, source);
            case "Unigram":
                return UnigramReader.Read(ref reader, source);
            case var other:
                throw new TokenizerException(source, $"model has the unknown type '{other}'", "get a tokenizer.json that this program knows");
        }
    }

    /// <summary>The property at which the reader stands; moves to its value.</summary>
    public static string ReadName(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        reader.Read();
        return name;
    }

    /// <summary>A string, or null.</summary>
    public static string? ReadText(ref Utf8JsonReader reader, string name, string source) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw new TokenizerException(source, $"model.{name} is not a string", "download it again"),
    };

    /// <summary>True or false; null counts as false.</summary>
    public static bool ReadFlag(ref Utf8JsonReader reader, string name, string source) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw new TokenizerException(source, $"model.{name} is not true or false", "download it again"),
    };

    public static int ReadNumber(ref Utf8JsonReader reader, string name, string source) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) && value >= 0
            ? value
            : throw new TokenizerException(source, $"model.{name} is not a whole number from 0 to 2147483647", "download it again");

    public static TokenizerException UnknownOption(string name, string source) =>
        new(source, $"model has the unknown option '{name}'", "get a tokenizer.json that this program knows");

    public static TokenizerException Missing(string name, string source) =>
        new(source, $"model lacks '{name}'", "download it again");

    /// <summary>A vocabulary written as an object of tokens and ids.</summary>
    public static TokenList ReadTokens(ref Utf8JsonReader reader, string source)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new TokenizerException(source, "model.vocab is not an object", "download it again");
        var builder = new TokenListBuilder();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            builder.AddToken(ref reader);
            reader.Read();
            builder.SetId(ReadNumber(ref reader, "vocab", source));
        }

        return builder.Build();
    }

    /// <summary>
    /// Looks ahead for the type, which is the first property in every file written today; old files have none.
    /// </summary>
    private static string FindType(Utf8JsonReader reader)
    {
        bool hasMerges = false, hasLongestWord = false, hasList = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = ReadName(ref reader);
            if (name == "type")
                return reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            hasMerges |= name == "merges";
            hasLongestWord |= name == "max_input_chars_per_word";
            hasList |= name == "vocab" && reader.TokenType == JsonTokenType.StartArray;
            reader.Skip();
        }

        return hasMerges ? "BPE" : hasLongestWord ? "WordPiece" : hasList ? "Unigram" : "WordLevel";
    }
}
