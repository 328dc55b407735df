using System.Globalization;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Clip.Cli.Configuration;

/// <summary>Reads the entries of a configuration file, TOML with a table per verb.</summary>
internal static class ConfigurationReader
{
    /// <summary>The entries in their order; whether keys and values make sense is not checked.</summary>
    /// <exception cref="ClipException">The file cannot be read, or is not TOML.</exception>
    public static List<ConfigurationEntry> Read(string path)
    {
        var document = SyntaxParser.Parse(ConfigurationText.Read(path), path);
        foreach (var message in document.Diagnostics)
        {
            throw new ClipException(
                ConfigurationEntry.Position(path, LineOf(message.Span)),
                $"is not TOML ({message.Message.TrimEnd('.')})", "correct this line");
        }
        List<ConfigurationEntry> entries = [];
        AddAll(entries, path, [], document.KeyValues);
        foreach (var table in document.Tables)
        {
            if (table is TableArraySyntax)
            {
                throw new ClipException(
                    ConfigurationEntry.Position(path, LineOf(table.Span)), "is an array of tables",
                    "write one table per verb, such as [search]");
            }
            AddAll(entries, path, NamesOf(table.Name!), table.Items);
        }
        return entries;
    }

    private static void AddAll(
        List<ConfigurationEntry> entries, string path, IReadOnlyList<string> table, IEnumerable<KeyValueSyntax> pairs)
    {
        foreach (var pair in pairs)
        {
            // A dotted key is a key of a table: search.top = 5.
            List<string> names = [.. table, .. NamesOf(pair.Key!)];
            if (pair.Value is InlineTableSyntax inline)
            {
                AddAll(entries, path, names, inline.Items.Select(static item => item.KeyValue!));
                continue;
            }
            var line = LineOf(pair.Span);
            var (kind, values) = ValueOf(path, line, names[^1], pair.Value!);
            entries.Add(new ConfigurationEntry(path, line, [.. names.SkipLast(1)], names[^1], kind, values));
        }
    }

    private static (EntryKind Kind, IReadOnlyList<string> Values) ValueOf(
        string path, int line, string key, ValueSyntax value) => value switch
        {
            BooleanValueSyntax boolean => (EntryKind.Switch, [boolean.Value ? "true" : "false"]),
            ArraySyntax array =>
                (EntryKind.List, [.. array.Items.Select(item => Word(path, line, key, item.Value!))]),
            _ => (EntryKind.Word, [Word(path, line, key, value)]),
        };

    private static string Word(string path, int line, string key, ValueSyntax value) => value switch
    {
        StringValueSyntax text => text.Value ?? "",
        IntegerValueSyntax integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        FloatValueSyntax number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        DateTimeValueSyntax date => date.Token!.Text!,
        _ => throw new ClipException(
            ConfigurationEntry.Position(path, line), $"{key}: is neither a text, a number nor a list of them",
            "write the value as the option takes it"),
    };

    private static List<string> NamesOf(KeySyntax key) =>
        [NameOf(key.Key!), .. key.DotKeys.Select(static item => NameOf(item.Key!))];

    private static string NameOf(BareKeyOrStringValueSyntax key) => key switch
    {
        BareKeySyntax bare => bare.Key!.Text!,
        StringValueSyntax text => text.Value!,
        _ => key.ToString()!,
    };

    private static int LineOf(SourceSpan span) => span.Start.Line + 1;
}
