using System.Globalization;
using System.Text;

namespace Clip.VectorData.Records;

/// <summary>A type that keys may have, and its bytes in a file.</summary>
internal sealed class KeyKind(string name, Func<object, string> write, Func<string, object?> read)
{
    /// <summary>What errors say of the types.</summary>
    public const string Supported = "string, Guid, int, uint, long, ulong";

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private static readonly Dictionary<Type, KeyKind> ByType = new()
    {
        [typeof(string)] = new("string", static key => (string)key, static text => text),
        [typeof(Guid)] = new("Guid", static key => ((Guid)key).ToString(), static text =>
            Guid.TryParseExact(text, "D", out var key) ? key : null),
        [typeof(int)] = new("int", Invariant, static text => int.TryParse(text, Invariants, out var key) ? key : null),
        [typeof(uint)] = new("uint", Invariant, static text =>
            uint.TryParse(text, Invariants, out var key) ? key : null),
        [typeof(long)] = new("long", Invariant, static text =>
            long.TryParse(text, Invariants, out var key) ? key : null),
        [typeof(ulong)] = new("ulong", Invariant, static text =>
            ulong.TryParse(text, Invariants, out var key) ? key : null),
    };

    /// <summary>What a stored schema calls the type.</summary>
    public string Name => name;

    private static CultureInfo Invariants => CultureInfo.InvariantCulture;

    /// <summary>The kind of a type; null where it is not supported.</summary>
    public static KeyKind? Of(Type type) => ByType.GetValueOrDefault(type);

    /// <summary>The kind that a schema names; null where there is none.</summary>
    public static KeyKind? Of(string name) => ByType.Values.FirstOrDefault(kind => kind.Name == name);

    /// <exception cref="ArgumentException">The key is a text that is not valid UTF-16.</exception>
    public byte[] Write(object key) => Utf8.GetBytes(write(key));

    /// <exception cref="InvalidDataException">The bytes are not those of a key.</exception>
    public object Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return read(Utf8.GetString(bytes)) ?? throw new InvalidDataException($"A key is not of type {name}.");
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException($"A key is not of type {name}.", error);
        }
    }

    private static string Invariant(object key) => ((IFormattable)key).ToString(null, CultureInfo.InvariantCulture);
}
