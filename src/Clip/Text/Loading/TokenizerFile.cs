using System.Text;
using System.Text.Json;

namespace Clip.Text.Loading;

/// <summary>Reads a tokenizer.json in one pass: its small parts as elements, vocabulary and merges as they stream by.</summary>
internal static class TokenizerFile
{
    /// <summary>Four times the largest known tokenizer.json; a larger file is a mistake or an attack.</summary>
    private const long LargestFile = 256L << 20;

    public static Tokenizer Load(string path)
    {
        byte[] content;
        try
        {
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
            if (length > LargestFile)
                throw new TokenizerException(path, $"is {length >> 20} MB large, and no tokenizer file is", "check that it is the right file");
            content = GC.AllocateUninitializedArray<byte>((int)length);
            var read = 0;
            while (read < content.Length && RandomAccess.Read(handle, content.AsSpan(read), read) is > 0 and var more)
                read += more;
            content = read == content.Length ? content : content[..read];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw e is FileNotFoundException or DirectoryNotFoundException
                ? new TokenizerException(path, "does not exist", "check the path", e)
                : new TokenizerException(path, $"cannot be read ({e.Message})", "check the path and its permissions", e);
        }

        return Parse(content, path);
    }

    public static Tokenizer Parse(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            if (json.StartsWith(Encoding.UTF8.Preamble))
                json = json[Encoding.UTF8.Preamble.Length..];
            if (json.IsEmpty)
                throw new TokenizerException(source, "is empty", "download it again");
            return Build(json, source);
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $" (line {line + 1}, byte {e.BytePositionInLine + 1})" : "";
            throw new TokenizerException(source, $"is not valid JSON{place}", "download it again", e);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException or InvalidDataException)
        {
            throw new TokenizerException(source, $"is not a tokenizer file: {e.Message}", "download it again", e);
        }
    }

    private static Tokenizer Build(ReadOnlySpan<byte> json, string source)
    {
        JsonElement addedTokens = default, normalizer = default, preTokenizer = default, postProcessor = default;
        JsonElement truncation = default, padding = default;
        ModelReader.Factory? createModel = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new TokenizerException(source, "is not a tokenizer file: it holds no JSON object", "check that it is the right file");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "version":
                    if (reader.TokenType != JsonTokenType.String || !reader.ValueTextEquals("1.0"u8))
                        throw new TokenizerException(source, "is of an unknown version", "get one of version 1.0");
                    break;
                case "truncation":
                    truncation = JsonElement.ParseValue(ref reader);
                    break;
                case "padding":
                    padding = JsonElement.ParseValue(ref reader);
                    break;
                case "added_tokens":
                    addedTokens = JsonElement.ParseValue(ref reader);
                    break;
                case "normalizer":
                    normalizer = JsonElement.ParseValue(ref reader);
                    break;
                case "pre_tokenizer":
                    preTokenizer = JsonElement.ParseValue(ref reader);
                    break;
                case "post_processor":
                    postProcessor = JsonElement.ParseValue(ref reader);
                    break;
                case "decoder":
                    reader.Skip();
                    break;
                case "model":
                    createModel = ModelReader.Read(ref reader, json, source);
                    break;
                default:
                    throw new TokenizerException(source, $"has the unknown part '{name}'", "get a tokenizer.json that this program knows");
            }
        }

        // Reads on to the end, so that rubbish behind the object is found.
        while (reader.Read())
        {
        }

        if (createModel is null)
            throw new TokenizerException(source, "has no model", "check that it is the right file");
        var cutter = IsGiven(preTokenizer) ? PreTokenizerReader.Read(new JsonComponent(preTokenizer, "pre_tokenizer", source)) : null;
        var readsBytes = false;
        if (createModel.ReadsBytesWell)
            cutter = ByteReading.Simplify(cutter, out readsBytes);
        var model = createModel.Create(readsBytes);
        var cleaner = IsGiven(normalizer) ? NormalizerReader.Read(new JsonComponent(normalizer, "normalizer", source)) : null;
        var added = AddedTokenReader.Read(addedTokens, model, cleaner, source);
        var special = IsGiven(postProcessor)
            ? PostProcessorReader.Read(new JsonComponent(postProcessor, "post_processor", source))
            : SpecialTokens.None;
        return new Tokenizer(new TokenizerParts
        {
            Source = source,
            Model = model,
            Normalizer = cleaner,
            PreTokenizer = cutter,
            SpecialTokens = special,
            RawFinder = added.RawFinder,
            NormalizedFinder = added.NormalizedFinder,
            AddedIds = added.Ids,
            AddedTokens = added.Tokens,
            Truncation = IsGiven(truncation)
                ? RuleReader.ReadTruncation(new JsonComponent(truncation, "truncation", source), special.Reserved)
                : null,
            Padding = IsGiven(padding) ? RuleReader.ReadPadding(new JsonComponent(padding, "padding", source)) : null,
            VocabularySize = model.VocabularySize + added.BeyondModel,
        });
    }

    private static bool IsGiven(JsonElement element) => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
}
