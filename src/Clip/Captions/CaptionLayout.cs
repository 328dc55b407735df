using System.Text.Json;
using Clip.Files;

namespace Clip.Captions;

/// <summary>The layout of a caption file, recognized by its first bytes.</summary>
internal sealed class CaptionLayout
{
    private const int SampleRows = 20;

    // Tabs and pipes are rare in captions, so they are tried before semicolons and commas.
    private static readonly char[] Separators = ['\t', '|', ';', ','];

    public CaptionFormat Format { get; private init; }

    /// <summary>Delimited: the character between columns.</summary>
    public char Separator { get; private init; }

    /// <summary>Delimited: whether the first row names the columns.</summary>
    public bool HasHeader { get; private init; }

    /// <summary>Delimited: the column with the picture, or -1.</summary>
    public int PictureColumn { get; private init; } = -1;

    /// <summary>Delimited: the columns with captions.</summary>
    public IReadOnlyList<int> CaptionColumns { get; private init; } = [];

    /// <summary>Delimited: the number of columns in the first row.</summary>
    public int Columns { get; private init; }

    /// <summary>Recognizes a file by its first bytes.</summary>
    /// <exception cref="ClipException">It is a table without a column of captions.</exception>
    public static CaptionLayout Recognize(string path, byte[] sample)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (JsonFormat(extension, sample) is { } json)
            return new CaptionLayout { Format = json };

        var firstLine = FirstLine(sample);
        if (firstLine.IsEmpty)
            return new CaptionLayout { Format = CaptionFormat.Lines };
        if (!LineCaptions.TokenPicture(firstLine).IsEmpty)
            return new CaptionLayout { Format = CaptionFormat.FlickrTokens };

        var isTable = extension is ".csv" or ".tsv" or ".psv" or ".tab";
        var tables = Separators
            .Select(separator => (separator, DelimitedCaptions.FirstRows(sample, separator, SampleRows)))
            .Where(static table => table.Item2.Count > 0)
            .ToArray();
        return WithHeader(path, tables, isTable)
            ?? WithPictureColumn(tables)
            ?? (isTable ? PlainTable(path, tables) : new CaptionLayout { Format = CaptionFormat.Lines });
    }

    private static CaptionFormat? JsonFormat(string extension, ReadOnlySpan<byte> sample)
    {
        var isJsonLines = extension is ".jsonl" or ".ndjson" or ".jsonlines";
        var text = sample.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            return null;
        // COCO files are often one long line, so an object that fills the first line may be either format.
        if (text[0] == '{' && TryParse(FirstLine(text), out var hasCocoArrays))
            return hasCocoArrays ? CaptionFormat.Json : CaptionFormat.JsonLines;
        if (isJsonLines)
            return CaptionFormat.JsonLines;
        return extension == ".json" || (text[0] is (byte)'{' or (byte)'[' && StartsAsJson(text))
            ? CaptionFormat.Json
            : null;
    }

    private static bool TryParse(ReadOnlySpan<byte> line, out bool hasCocoArrays)
    {
        hasCocoArrays = false;
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                var isSection = CaptionFields.IsNamed(property, "images"u8)
                    || CaptionFields.IsNamed(property, "annotations"u8);
                hasCocoArrays |= isSection && property.Value.ValueKind == JsonValueKind.Array;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the sample starts with JSON, and not with a sentence in brackets.</summary>
    private static bool StartsAsJson(ReadOnlySpan<byte> sample)
    {
        try
        {
            var reader = new Utf8JsonReader(sample, isFinalBlock: false, default);
            for (var tokens = 0; reader.Read(); tokens++)
            {
                if (tokens == 1)
                {
                    return reader.TokenType
                        is JsonTokenType.StartObject or JsonTokenType.String or JsonTokenType.PropertyName;
                }
            }
        }
        catch (JsonException)
        {
        }

        return false;
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> sample)
    {
        var text = sample.TrimStart(" \t\r\n"u8);
        var end = text.IndexOfAny((byte)'\n', (byte)'\r');
        return end < 0 ? text : text[..end];
    }

    private static CaptionLayout? WithHeader(string path, (char Separator, List<string[]> Rows)[] tables, bool isTable)
    {
        foreach (var (separator, rows) in tables)
        {
            var names = rows[0];
            var captions = Enumerable.Range(0, names.Length).Where(i => CaptionFields.IsCaption(names[i])).ToArray();
            var picture = Enumerable.Range(0, names.Length)
                .Where(i => CaptionFields.PictureRank(names[i]) >= 0)
                .OrderBy(i => CaptionFields.PictureRank(names[i]))
                .FirstOrDefault(-1);

            // In a text file, one such word may be a caption, but not two in separate columns.
            if (captions.Length > 0 && (isTable || picture >= 0))
                return Table(separator, hasHeader: true, names.Length, picture, captions);
            if (isTable && picture >= 0 && names.Length > 1)
                throw NoCaptionColumn(path, names);
        }

        return null;
    }

    private static CaptionLayout? WithPictureColumn((char Separator, List<string[]> Rows)[] tables)
    {
        foreach (var (separator, rows) in tables)
        {
            foreach (var column in (int[])[0, 1])
            {
                if (rows.TrueForAll(row => row.Length > 1 && LooksLikePicture(row[column])))
                {
                    var captions = column == 0 ? rows[0].Length - 1 : 0;
                    return Table(separator, hasHeader: false, rows[0].Length, column, [captions]);
                }
            }
        }

        return null;
    }

    private static CaptionLayout PlainTable(string path, (char Separator, List<string[]> Rows)[] tables)
    {
        foreach (var (separator, rows) in tables)
        {
            var columns = rows[0].Length;
            if (columns > 1 && rows.TrueForAll(row => row.Length == columns))
            {
                return columns == 2
                    ? Table(separator, hasHeader: false, columns, 0, [1])
                    : throw NoCaptionColumn(path, rows[0]);
            }
        }

        return Table('\t', hasHeader: false, 1, -1, [0]);
    }

    private static CaptionLayout Table(
        char separator, bool hasHeader, int columns, int picture, int[] captions)
    {
        return new CaptionLayout
        {
            Format = CaptionFormat.Delimited,
            Separator = separator,
            HasHeader = hasHeader,
            Columns = columns,
            PictureColumn = picture,
            CaptionColumns = captions,
        };
    }

    private static ClipException NoCaptionColumn(string path, string[] names)
    {
        var shown = names.Take(20).Select(static name => $"'{(name.Length > 40 ? name[..40] + "..." : name)}'");
        return new ClipException(
            path,
            $"has no column of captions among {string.Join(", ", shown)}",
            "name one of them caption in the first row");
    }

    private static bool LooksLikePicture(string name) =>
        PictureFileName.HasPictureExtension(name)
        || name.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
