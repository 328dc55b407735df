using System.Text.Json;
using Clip.Text.PostProcessing;

namespace Clip.Text.Loading;

/// <summary>
/// Reads a tokenizer.json in one pass: small parts as elements, the vocabulary and the merges as a stream.
/// </summary>
internal sealed class TokenizerFileReader
{
    private readonly string _source;
    private ModelReader.Factory? _createModel;
    private JsonElement _addedTokens;
    private JsonElement _normalizer;
    private JsonElement _preTokenizer;
    private JsonElement _postProcessor;
    private JsonElement _decoder;
    private JsonElement _truncation;
    private JsonElement _padding;

    private TokenizerFileReader(string source) => _source = source;

    public static TokenizerFile Read(ReadOnlySpan<byte> json, string source)
    {
        var file = new TokenizerFileReader(source);
        file.ReadParts(json);
        return file.Build();
    }

    private void ReadParts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new TokenizerException(
                _source, "is not a tokenizer file: it holds no JSON object", "check that it is the right file");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadPart(ModelReader.ReadName(ref reader), ref reader, json);

        // Reads to the end, so that trailing garbage is an error.
        while (reader.Read())
        {
        }
    }

    private void ReadPart(string name, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (name)
        {
            case "version":
                if (reader.TokenType != JsonTokenType.String || !reader.ValueTextEquals("1.0"u8))
                    throw new TokenizerException(_source, "is of an unknown version", "get one of version 1.0");
                break;
            case "truncation":
                _truncation = JsonElement.ParseValue(ref reader);
                break;
            case "padding":
                _padding = JsonElement.ParseValue(ref reader);
                break;
            case "added_tokens":
                _addedTokens = JsonElement.ParseValue(ref reader);
                break;
            case "normalizer":
                _normalizer = JsonElement.ParseValue(ref reader);
                break;
            case "pre_tokenizer":
                _preTokenizer = JsonElement.ParseValue(ref reader);
                break;
            case "post_processor":
                _postProcessor = JsonElement.ParseValue(ref reader);
                break;
            case "decoder":
                _decoder = JsonElement.ParseValue(ref reader);
                break;
            case "model":
                _createModel = ModelReader.Read(ref reader, json, _source);
                break;
            default:
                throw FileErrors.Unsupported(_source, $"has the unknown part '{name}'");
        }
    }

    private TokenizerFile Build()
    {
        if (_createModel is null)
            throw new TokenizerException(_source, "has no model", "check that it is the right file");
        var preTokenizer = Part(_preTokenizer, "pre_tokenizer") is { } cutter ? PreTokenizerReader.Read(cutter) : null;
        var readsBytes = false;
        if (_createModel.CanReadBytes)
            preTokenizer = ByteReading.Simplify(preTokenizer, out readsBytes);
        var model = _createModel.Create(readsBytes);
        var normalizer = Part(_normalizer, "normalizer") is { } cleaner ? NormalizerReader.Read(cleaner) : null;
        var special = Part(_postProcessor, "post_processor") is { } post
            ? PostProcessorReader.Read(post)
            : SpecialTokens.None;
        return new TokenizerFile
        {
            Source = _source,
            AddedTokens = AddedTokenReader.Read(_addedTokens, model, normalizer, _source),
            Normalizer = normalizer,
            PreTokenizer = preTokenizer,
            Model = model,
            SpecialTokens = special,
            Decoder = DecoderReader.Read(Part(_decoder, "decoder"), model, preTokenizer),
            Truncation = Part(_truncation, "truncation") is { } truncation
                ? RuleReader.ReadTruncation(truncation, special.Reserved)
                : null,
            Padding = Part(_padding, "padding") is { } padding ? RuleReader.ReadPadding(padding) : null,
        };
    }

    /// <summary>A part of the file, or null where it is missing or null.</summary>
    private JsonComponent? Part(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            ? null
            : new JsonComponent(element, name, _source);
}
