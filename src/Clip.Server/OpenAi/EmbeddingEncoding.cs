using System.Buffers.Binary;
using System.Text.Json;
using Clip.Server.Bodies;
using Clip.Server.Problems;

namespace Clip.Server.OpenAi;

/// <summary>How an embedding is written, by the names of OpenAI, Jina and infinity.</summary>
internal enum EmbeddingEncoding
{
    /// <summary>A list of numbers.</summary>
    Float,

    /// <summary>Little-endian 32-bit floats in base64.</summary>
    Base64,

    /// <summary>The signs, eight to a number, the first dimension in the highest bit, minus 128.</summary>
    Binary,

    /// <summary>The signs, eight to a number, the first dimension in the highest bit.</summary>
    UnsignedBinary,
}

/// <summary>Reads and writes <see cref="EmbeddingEncoding"/>.</summary>
internal static class EmbeddingEncodings
{
    private static readonly string[] Names = ["encoding_format", "embedding_type", "encoding_type"];

    /// <summary>The encoding that a request asks for.</summary>
    /// <exception cref="RequestException">There is no such encoding.</exception>
    public static EmbeddingEncoding Of(JsonElement request)
    {
        foreach (var name in Names)
        {
            if (request.Member(name) is not { } member)
                continue;
            return JsonMembers.TextOf(member, name) switch
            {
                "float" => EmbeddingEncoding.Float,
                "base64" => EmbeddingEncoding.Base64,
                "binary" => EmbeddingEncoding.Binary,
                "ubinary" => EmbeddingEncoding.UnsignedBinary,
                var other => throw RequestException.Invalid(
                    name, $"'{name}' is '{other}'; this server knows float, base64, binary and ubinary."),
            };
        }
        return EmbeddingEncoding.Float;
    }

    /// <summary>Writes an embedding as a JSON value.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<float> vector, EmbeddingEncoding encoding)
    {
        switch (encoding)
        {
            case EmbeddingEncoding.Base64:
                WriteBase64(writer, vector);
                break;
            case EmbeddingEncoding.Binary or EmbeddingEncoding.UnsignedBinary:
                WriteSigns(writer, vector, encoding == EmbeddingEncoding.Binary ? 128 : 0);
                break;
            default:
                writer.WriteStartArray();
                foreach (var value in vector)
                    writer.WriteNumberValue(value);
                writer.WriteEndArray();
                break;
        }
    }

    /// <summary>The first dimensions of a unit vector, of unit length again.</summary>
    public static float[] Truncate(float[] vector, int dimensions)
    {
        if (dimensions == vector.Length)
            return vector;
        var truncated = vector[..dimensions];
        var length = Math.Sqrt(truncated.Sum(static value => (double)value * value));
        return length > 0 ? Array.ConvertAll(truncated, value => (float)(value / length)) : truncated;
    }

    private static void WriteBase64(Utf8JsonWriter writer, ReadOnlySpan<float> vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        writer.WriteBase64StringValue(bytes);
    }

    private static void WriteSigns(Utf8JsonWriter writer, ReadOnlySpan<float> vector, int offset)
    {
        writer.WriteStartArray();
        for (var start = 0; start < vector.Length; start += 8)
        {
            var bits = 0;
            for (var i = 0; i < 8; i++)
                bits = (bits << 1) | (start + i < vector.Length && vector[start + i] > 0 ? 1 : 0);
            writer.WriteNumberValue(bits - offset);
        }
        writer.WriteEndArray();
    }
}
