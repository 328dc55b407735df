using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Clip.VectorData.Records;

/// <summary>
/// A type that a data property may have: how its values are kept so that the caller's later changes do not reach them,
/// and how they are written as JSON. Arrays and lists of a type are kept as arrays.
/// </summary>
internal abstract class ValueKind
{
    /// <summary>What a stored schema calls the type, the same for arrays and lists.</summary>
    public abstract string Name { get; }

    /// <summary>The kept form of a value, which nobody else changes.</summary>
    public abstract object Keep(object value);

    /// <summary>A kept value in the property's type, which the caller may change.</summary>
    public abstract object Give(object kept);

    /// <summary>Writes a kept value.</summary>
    /// <exception cref="ArgumentException">A text is not valid UTF-16.</exception>
    public abstract void Write(Utf8JsonWriter json, object kept);

    /// <summary>Reads a kept value.</summary>
    /// <exception cref="InvalidDataException">The JSON does not hold one.</exception>
    public abstract object Read(JsonElement json);
}

/// <summary>A type of single values.</summary>
internal sealed class ScalarKind<T>(
    string name, Action<Utf8JsonWriter, T> write, Func<JsonElement, T> read, Func<T, T>? copy = null) : ValueKind
    where T : notnull
{
    public override string Name => name;

    public override object Keep(object value) => copy is null ? value : copy((T)value);

    public override object Give(object kept) => Keep(kept);

    public override void Write(Utf8JsonWriter json, object kept) => write(json, (T)kept);

    public override object Read(JsonElement json) => ReadValue(json);

    public void WriteValue(Utf8JsonWriter json, T value) => write(json, value);

    public T ReadValue(JsonElement json)
    {
        try
        {
            return read(json);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or OverflowException
            or ArgumentException)
        {
            throw new InvalidDataException($"A value is not of type {name}.", error);
        }
    }
}

/// <summary>Arrays or lists of a type.</summary>
internal sealed class ListKind<T>(ScalarKind<T> element, bool givesList) : ValueKind where T : notnull
{
    public override string Name => element.Name + "[]";

    public override object Keep(object value) => ((IEnumerable<T>)value).ToArray();

    [SuppressMessage("Performance", "CA1859", Justification = "A record has one or the other.")]
    public override object Give(object kept) => givesList ? ((T[])kept).ToList() : ((T[])kept).ToArray();

    public override void Write(Utf8JsonWriter json, object kept)
    {
        json.WriteStartArray();
        foreach (var item in (T[])kept)
        {
            if (item is null)
                json.WriteNullValue();
            else
                element.WriteValue(json, item);
        }
        json.WriteEndArray();
    }

    public override object Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException($"A value is not of type {Name}.");
        var items = new T[json.GetArrayLength()];
        var i = 0;
        foreach (var item in json.EnumerateArray())
        {
            // Texts in an array may be missing; the type says otherwise, but the caller's array held them.
            items[i++] = item.ValueKind == JsonValueKind.Null && default(T) is null
                ? default!
                : element.ReadValue(item);
        }
        return items;
    }
}
