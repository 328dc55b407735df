using System.Globalization;
using System.Text;

namespace Clip.Postgres.Connections;

/// <summary>A statement under construction, and the values of its parameters.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder _text = new();
    private readonly List<object> _values = [];

    /// <summary>The values, in the order of their numbers.</summary>
    public object[] Values => [.. _values];

    /// <summary>Appends text.</summary>
    public SqlText Add(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Adds a value; returns the parameter that stands for it.</summary>
    public string Value(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    public override string ToString() => _text.ToString();
}
