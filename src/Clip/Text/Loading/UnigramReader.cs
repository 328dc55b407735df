using System.Text.Json;
using Clip.Text.Models;

namespace Clip.Text.Loading;

/// <summary>Reads a unigram model.</summary>
internal static class UnigramReader
{
    public static ModelReader.Factory Read(ref Utf8JsonReader reader, string source)
    {
        TokenList? tokens = null;
        var scores = new List<double>();
        int? unknownId = null;
        var byteFallback = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            switch (ModelReader.ReadName(ref reader))
            {
                case "type":
                    break;
                case "vocab":
                    tokens = ReadScores(ref reader, scores, source);
                    break;
                case "unk_id":
                    unknownId = reader.TokenType == JsonTokenType.Null
                        ? null
                        : ModelReader.ReadNumber(ref reader, "unk_id", source);
                    break;
                case "byte_fallback":
                    byteFallback = ModelReader.ReadFlag(ref reader, "byte_fallback", source);
                    break;
                case var other:
                    throw ModelReader.UnknownOption(other, source);
            }
        }

        if (tokens is null)
            throw ModelReader.Missing("vocab", source);
        if (unknownId >= scores.Count)
        {
            throw FileErrors.Damaged(
                source, $"model.unk_id {unknownId} is beyond the vocabulary of {scores.Count}");
        }

        var model = new UnigramModel(tokens, scores.ToArray(), unknownId ?? -1, byteFallback, source);
        return new ModelReader.Factory(_ => model, CanReadBytes: false);
    }

    /// <summary>Reads a list of pairs of a token and its score; the id of a token is its index.</summary>
    private static TokenList ReadScores(ref Utf8JsonReader reader, List<double> scores, string source)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw FileErrors.Damaged(source, "model.vocab is not a list");
        var builder = new TokenListBuilder();
        scores.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw Malformed(scores.Count, source);
            builder.AddToken(ref reader);
            builder.SetId(scores.Count);
            reader.Read();
            var score = reader.TokenType == JsonTokenType.Number ? ScoreParser.Parse(reader.ValueSpan) : double.NaN;
            if (!double.IsFinite(score))
                throw Malformed(scores.Count, source);
            scores.Add(score);
            reader.Read();
            if (reader.TokenType != JsonTokenType.EndArray)
                throw Malformed(scores.Count - 1, source);
        }

        if (reader.TokenType != JsonTokenType.EndArray)
            throw Malformed(scores.Count, source);
        return builder.Build();
    }

    private static TokenizerException Malformed(int index, string source) =>
        FileErrors.Damaged(source, $"model.vocab[{index}] is not a token and its score");
}
