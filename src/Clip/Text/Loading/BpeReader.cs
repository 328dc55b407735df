using System.Text;
using System.Text.Json;
using Clip.Text.Models;

namespace Clip.Text.Loading;

/// <summary>Reads a BPE model.</summary>
internal sealed class BpeReader
{
    private readonly string _source;
    private BpeOptions _options = new();
    private Vocabulary? _vocabulary;
    private MergeTable? _merges;

    private BpeReader(string source) => _source = source;

    public static BpeReader Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string source)
    {
        var result = new BpeReader(source);
        long mergesBegin = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = ModelReader.ReadName(ref reader);
            if (name == "vocab")
            {
                result._vocabulary = new Vocabulary(ModelReader.ReadTokens(ref reader, source));
            }
            else if (name == "merges")
            {
                // Merges can only be read after the vocabulary and the prefix; in practice both come first.
                mergesBegin = reader.TokenStartIndex;
                if (result._vocabulary is null)
                    reader.Skip();
                else
                    result.ReadMerges(ref reader);
            }
            else
            {
                result.ReadOption(name, ref reader);
            }
        }

        if (result._vocabulary is null)
            throw ModelReader.Missing("vocab", source);
        if (mergesBegin < 0)
            throw ModelReader.Missing("merges", source);
        if (result._merges is null)
        {
            var second = new Utf8JsonReader(json[(int)mergesBegin..]);
            second.Read();
            result.ReadMerges(ref second);
        }

        return result;
    }

    public BpeModel Create(bool readsBytes) =>
        new(_vocabulary!, _merges!, _options with { ReadsBytes = readsBytes }, _source);

    private void ReadOption(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "type":
                break;
            case "dropout":
                if (!IsNullOrZero(ref reader))
                {
                    throw new TokenizerException(
                        _source, "model.dropout is on: the ids would be random", "set it to null");
                }

                break;
            case "unk_token":
                _options = _options with { UnknownToken = ModelReader.ReadText(ref reader, name, _source) };
                break;
            case "continuing_subword_prefix":
                _options = _options with { ContinuingSubwordPrefix = ReadAffix(name, ref reader) };
                _merges = null;
                break;
            case "end_of_word_suffix":
                _options = _options with { EndOfWordSuffix = ReadAffix(name, ref reader) };
                break;
            case "fuse_unk":
                _options = _options with { FuseUnknown = ModelReader.ReadFlag(ref reader, name, _source) };
                break;
            case "byte_fallback":
                _options = _options with { ByteFallback = ModelReader.ReadFlag(ref reader, name, _source) };
                break;
            case "ignore_merges":
                _options = _options with { IgnoreMerges = ModelReader.ReadFlag(ref reader, name, _source) };
                break;
            default:
                throw ModelReader.UnknownOption(name, _source);
        }
    }

    private static bool IsNullOrZero(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null
        || (reader.TokenType == JsonTokenType.Number && reader.GetDouble() == 0);

    private byte[] ReadAffix(string name, ref Utf8JsonReader reader) =>
        Encoding.UTF8.GetBytes(ModelReader.ReadText(ref reader, name, _source) ?? "");

    /// <summary>Reads a list of <c>"a b"</c> or <c>["a", "b"]</c>.</summary>
    private void ReadMerges(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw FileErrors.Damaged(_source, "model.merges is not a list");
        var merges = new MergeTableBuilder(_vocabulary!, _options.ContinuingSubwordPrefix.Length, _source);
        var left = new byte[256];
        var right = new byte[256];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                reader.Read();
                var first = ReadToken(ref reader, ref left, merges.Count);
                reader.Read();
                var second = ReadToken(ref reader, ref right, merges.Count);
                reader.Read();
                if (reader.TokenType != JsonTokenType.EndArray)
                    throw merges.Malformed();
                merges.Add(first, second);
                continue;
            }

            var line = ReadToken(ref reader, ref left, merges.Count);
            if (line.StartsWith("#version"u8))
                continue;
            var space = line.IndexOf((byte)' ');
            if (space < 0 || line[(space + 1)..].Contains((byte)' '))
                throw merges.Malformed();
            merges.Add(line[..space], line[(space + 1)..]);
        }

        _merges = merges.Build();
    }

    private ReadOnlySpan<byte> ReadToken(ref Utf8JsonReader reader, ref byte[] scratch, int index)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw FileErrors.Damaged(_source, $"model.merges[{index}] is not two tokens");
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        if (scratch.Length < reader.ValueSpan.Length)
            scratch = new byte[reader.ValueSpan.Length];
        return scratch.AsSpan(0, reader.CopyString(scratch));
    }
}
