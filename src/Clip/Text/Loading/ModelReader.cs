using System.Text.Json;
using Clip.Text.Models;

namespace Clip.Text.Loading;

/// <summary>Reads the model of a tokenizer file: finds its type and delegates to the reader of that type.</summary>
internal static class ModelReader
{
    /// <summary>Creates the model once the rest of the file has been read.</summary>
    /// <param name="Create">Creates it; the argument is whether words are passed as bytes.</param>
    /// <param name="CanReadBytes">Whether the model is faster if words are passed as bytes.</param>
    public sealed record Factory(Func<bool, TokenModel> Create, bool CanReadBytes);

    /// <param name="reader">Positioned at the beginning of the model; advances to its end.</param>
    /// <param name="json">The whole file.</param>
    /// <param name="source">The file, for errors.</param>
    public static Factory Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string source)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw FileErrors.Damaged(source, "model is not an object");
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
                throw FileErrors.Unsupported(source, $"model has the unknown type '{other}'");
        }
    }

    /// <summary>Returns the name of the current property and advances to its value.</summary>
    public static string ReadName(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        reader.Read();
        return name;
    }

    /// <summary>Reads a string or null.</summary>
    public static string? ReadText(ref Utf8JsonReader reader, string name, string source) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw FileErrors.Damaged(source, $"model.{name} is not a string"),
    };

    /// <summary>Reads true or false; null counts as false.</summary>
    public static bool ReadFlag(ref Utf8JsonReader reader, string name, string source) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw FileErrors.Damaged(source, $"model.{name} is not true or false"),
    };

    public static int ReadNumber(ref Utf8JsonReader reader, string name, string source) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) && value >= 0
            ? value
            : throw FileErrors.Damaged(source, $"model.{name} is not a whole number from 0 to 2147483647");

    public static TokenizerException UnknownOption(string name, string source) =>
        FileErrors.Unsupported(source, $"model has the unknown option '{name}'");

    public static TokenizerException Missing(string name, string source) =>
        FileErrors.Damaged(source, $"model lacks '{name}'");

    /// <summary>Reads a vocabulary in the form of an object of tokens and ids.</summary>
    public static TokenList ReadTokens(ref Utf8JsonReader reader, string source)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw FileErrors.Damaged(source, "model.vocab is not an object");
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
    /// Looks ahead for the type, which is the first property of current files. Old files have none, and it is inferred.
    /// </summary>
    private static string FindType(Utf8JsonReader reader)
    {
        bool hasMerges = false, hasMaxWordLength = false, hasList = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = ReadName(ref reader);
            if (name == "type")
                return reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            hasMerges |= name == "merges";
            hasMaxWordLength |= name == "max_input_chars_per_word";
            hasList |= name == "vocab" && reader.TokenType == JsonTokenType.StartArray;
            reader.Skip();
        }

        return hasMerges ? "BPE" : hasMaxWordLength ? "WordPiece" : hasList ? "Unigram" : "WordLevel";
    }
}
