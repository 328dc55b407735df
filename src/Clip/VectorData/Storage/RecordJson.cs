using System.Buffers;
using System.Text.Json;
using Clip.VectorData.Records;

namespace Clip.VectorData.Storage;

/// <summary>The data of a record and the schema of a collection as JSON. What is read may be hostile.</summary>
internal static class RecordJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <summary>The values of a record by their names; those that are missing are left out.</summary>
    /// <exception cref="ArgumentException">A text is not valid UTF-16.</exception>
    public static byte[] WriteValues(CollectionSchema schema, RecordRow row) => Write(json =>
    {
        for (var i = 0; i < schema.Data.Count; i++)
        {
            if (row[i] is not { } value)
                continue;
            json.WritePropertyName(schema.Data[i].Name);
            schema.Data[i].Kind.Write(json, value);
        }
    });

    /// <exception cref="InvalidDataException">The JSON is damaged, or a value is of another type.</exception>
    public static object?[] ReadValues(CollectionSchema schema, byte[] bytes) => Parse(bytes, root =>
    {
        var values = new object?[schema.Data.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (root.TryGetProperty(schema.Data[i].Name, out var value) && value.ValueKind != JsonValueKind.Null)
                values[i] = schema.Data[i].Kind.Read(value);
        }
        return values;
    });

    public static byte[] WriteSchema(CollectionSchema schema) => Write(json =>
    {
        json.WriteString("key", schema.Key.Name);
        json.WriteStartObject("data");
        foreach (var column in schema.Data)
            json.WriteString(column.Name, column.Kind.Name);
        json.WriteEndObject();
        json.WriteStartObject("vectors");
        foreach (var column in schema.Vectors)
        {
            json.WriteStartObject(column.Name);
            json.WriteNumber("dimensions", column.Dimensions);
            json.WriteString("distance", column.Distance.Name);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });

    /// <exception cref="InvalidDataException">The JSON is damaged, or names a type that is unknown.</exception>
    public static CollectionSchema ReadSchema(byte[] bytes) => Parse(bytes, static root => new CollectionSchema(
        KeyKind.Of(Text(root, "key")) ?? throw Unknown(Text(root, "key")),
        [.. root.GetProperty("data").EnumerateObject().Select(static column => new DataColumn(
            column.Name, ValueKinds.Of(column.Value.GetString()!) ?? throw Unknown(column.Value.GetString())))],
        [.. root.GetProperty("vectors").EnumerateObject().Select(static column => new VectorColumnSchema(
            column.Name,
            Dimensions(column.Value.GetProperty("dimensions").GetInt32()),
            DistanceMeasure.Of(Text(column.Value, "distance")) ?? throw Unknown(Text(column.Value, "distance"))))]));

    private static int Dimensions(int stored) => stored is >= 1 and <= RecordModelBuilder.MaxDimensions
        ? stored
        : throw new InvalidDataException("A vector has no valid length.");

    private static string Text(JsonElement parent, string name) =>
        parent.GetProperty(name).GetString() ?? throw new InvalidDataException($"The {name} is missing.");

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static T Parse<T>(byte[] bytes, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException)
        {
            throw new InvalidDataException("A record or a definition is damaged.", error);
        }
    }

    private static InvalidDataException Unknown(string? name) =>
        new($"The definition of a collection names a type that is unknown: {name}.");
}
