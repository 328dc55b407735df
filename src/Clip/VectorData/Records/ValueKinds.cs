using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Clip.VectorData.Records;

/// <summary>The types that data properties may have.</summary>
internal static class ValueKinds
{
    /// <summary>What errors say of the types.</summary>
    public const string Supported =
        "bool, byte, sbyte, short, ushort, int, uint, long, ulong, float, double, decimal, string, Guid, DateTime, "
        + "DateTimeOffset, DateOnly, TimeOnly, TimeSpan, byte[], nullable ones, and arrays and lists of them";

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private static readonly Dictionary<Type, ValueKind> ByType = Build();

    /// <summary>The kind of a type, or of what a nullable one holds; null where it is not supported.</summary>
    public static ValueKind? Of(Type type) => ByType.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type);

    /// <summary>The kind that a schema names; null where there is none. Of arrays and lists it is the array.</summary>
    public static ValueKind? Of(string name) => ByType.Values.FirstOrDefault(kind => kind.Name == name);

    private static Dictionary<Type, ValueKind> Build()
    {
        Dictionary<Type, ValueKind> kinds = [];
        Add("bool", static (json, value) => json.WriteBooleanValue(value), static json => json.GetBoolean());
        Add("byte", static (json, value) => json.WriteNumberValue(value), static json => json.GetByte());
        Add("sbyte", static (json, value) => json.WriteNumberValue(value), static json => json.GetSByte());
        Add("short", static (json, value) => json.WriteNumberValue(value), static json => json.GetInt16());
        Add("ushort", static (json, value) => json.WriteNumberValue(value), static json => json.GetUInt16());
        Add("int", static (json, value) => json.WriteNumberValue(value), static json => json.GetInt32());
        Add("uint", static (json, value) => json.WriteNumberValue(value), static json => json.GetUInt32());
        Add("long", static (json, value) => json.WriteNumberValue(value), static json => json.GetInt64());
        Add("ulong", static (json, value) => json.WriteNumberValue(value), static json => json.GetUInt64());
        Add("decimal", static (json, value) => json.WriteNumberValue(value), static json => json.GetDecimal());
        // JSON has no number for infinity or NaN; their names are those that ToString gives.
        Add<float>(
            "float",
            static (json, value) =>
            {
                if (float.IsFinite(value))
                    json.WriteNumberValue(value);
                else
                    json.WriteStringValue(Invariant(value));
            },
            static json => json.ValueKind == JsonValueKind.String
                ? float.Parse(json.GetString()!, CultureInfo.InvariantCulture)
                : json.GetSingle());
        Add<double>(
            "double",
            static (json, value) =>
            {
                if (double.IsFinite(value))
                    json.WriteNumberValue(value);
                else
                    json.WriteStringValue(Invariant(value));
            },
            static json => json.ValueKind == JsonValueKind.String
                ? double.Parse(json.GetString()!, CultureInfo.InvariantCulture)
                : json.GetDouble());
        Add("string", WriteText, static json => json.GetString() ?? throw new FormatException());
        Add("Guid", static (json, value) => json.WriteStringValue(value), static json => json.GetGuid());
        Add(
            "DateTime",
            static (json, value) => json.WriteStringValue(value.ToString("O", CultureInfo.InvariantCulture)),
            static json => DateTime.ParseExact(
                json.GetString()!, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
        Add(
            "DateTimeOffset",
            static (json, value) => json.WriteStringValue(value.ToString("O", CultureInfo.InvariantCulture)),
            static json => DateTimeOffset.ParseExact(json.GetString()!, "O", CultureInfo.InvariantCulture));
        Add(
            "DateOnly",
            static (json, value) => json.WriteStringValue(value.ToString("O", CultureInfo.InvariantCulture)),
            static json => DateOnly.ParseExact(json.GetString()!, "O", CultureInfo.InvariantCulture));
        Add(
            "TimeOnly",
            static (json, value) => json.WriteStringValue(value.ToString("O", CultureInfo.InvariantCulture)),
            static json => TimeOnly.ParseExact(json.GetString()!, "O", CultureInfo.InvariantCulture));
        Add(
            "TimeSpan",
            static (json, value) => json.WriteStringValue(value.ToString("c", CultureInfo.InvariantCulture)),
            static json => TimeSpan.ParseExact(json.GetString()!, "c", CultureInfo.InvariantCulture));
        // Bytes are one value, so they replace the array of numbers that byte has brought.
        kinds[typeof(byte[])] = new ScalarKind<byte[]>(
            "byte[]", static (json, value) => json.WriteBase64StringValue(value),
            static json => json.GetBytesFromBase64(), static value => [.. value]);
        kinds.Remove(typeof(List<byte>));
        return kinds;

        void Add<T>(string name, Action<Utf8JsonWriter, T> write, Func<JsonElement, T> read) where T : notnull
        {
            var scalar = new ScalarKind<T>(name, write, read);
            kinds.Add(typeof(T), scalar);
            kinds.Add(typeof(T[]), new ListKind<T>(scalar, givesList: false));
            kinds.Add(typeof(List<T>), new ListKind<T>(scalar, givesList: true));
        }
    }

    private static void WriteText(Utf8JsonWriter json, string value)
    {
        try
        {
            json.WriteStringValue(Utf8.GetBytes(value));
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException("A text is not valid UTF-16: it holds half of a surrogate pair.", error);
        }
    }

    private static string Invariant(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
