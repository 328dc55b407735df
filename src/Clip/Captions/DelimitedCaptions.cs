using System.Text.Unicode;
using CsvHelper;

namespace Clip.Captions;

/// <summary>Reads tables: CSV and its relatives.</summary>
internal static class DelimitedCaptions
{
    /// <summary>Reads a whole file.</summary>
    public static void Read(CaptionSource source, CaptionLayout layout, CaptionCollector found)
    {
        if (TryRead(source, layout, found, lineBreaksInQuotes: true))
            return;

        // An unclosed quote would make the rest of the file one caption. If the quotes do not match, every line break
        // ends a row, so that only the line with the quote is affected.
        found.Clear();
        TryRead(source, layout, found, lineBreaksInQuotes: false);
    }

    /// <summary>The first non-blank rows of a sample.</summary>
    public static List<string[]> FirstRows(byte[] sample, char separator, int count)
    {
        using var reader = CsvReader.Create(sample, Options(separator) with { HasHeader = false });
        var rows = new List<string[]>();
        while (rows.Count < count && reader.Read())
        {
            if (reader.FieldCount > 1 || !string.IsNullOrWhiteSpace(reader.GetString(0)))
            {
                var columns = Enumerable.Range(0, reader.FieldCount);
                rows.Add([.. columns.Select(column => reader.GetString(column).Trim())]);
            }
        }

        // A full sample probably ends in the middle of a row.
        if (rows.Count > 1 && rows.Count < count && sample.Length == CaptionSource.SampleBytes)
            rows.RemoveAt(rows.Count - 1);
        return rows;
    }

    private static CsvReaderOptions Options(char separator) => new()
    {
        Separator = separator,
        MaxRecordSize = CaptionFile.MaxLineBytes,

        // A space between a comma and a quote is a mistake. With other separators it is not: Flickr30k's rows have a
        // space before every caption, and a quote after it belongs to the caption.
        TrimWhitespace = separator == ',',
    };

    /// <returns>False if a row that spans several lines is malformed, so that its end is unknown.</returns>
    private static bool TryRead(
        CaptionSource source, CaptionLayout layout, CaptionCollector found, bool lineBreaksInQuotes)
    {
        var balanced = true;
        var openQuote = false;
        using var stream = source.OpenUtf8();
        using var rows = CsvReader.Create(stream, Options(layout.Separator) with
        {
            HasHeader = layout.HasHeader,
            AllowLineBreaksInQuotes = lineBreaksInQuotes,
            TrackLineNumbers = true,
            OnMalformedRecord = row =>
            {
                balanced &= row.Reason != CsvMalformedReason.UnterminatedQuote
                    && !row.RawRecord.AsSpan().ContainsAny('\n', '\r');
                openQuote |= row.Reason is CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes;
            },
        });

        while (true)
        {
            found.Cancellation.ThrowIfCancellationRequested();
            try
            {
                if (!rows.Read())
                    return true;
            }
            catch (CsvFormatException error)
            {
                // With these options only a row that is too long throws, and the reader cannot continue after it.
                if (lineBreaksInQuotes)
                    return false;
                found.BadLength(error.LineNumber);
                return true;
            }

            if (!balanced && lineBreaksInQuotes)
                return false;
            if (openQuote)
            {
                found.Bad(
                    rows.LineNumber,
                    "has a quote that is not closed",
                    "close it, or write it twice where it belongs to the caption");
            }
            else
            {
                ReadRow(rows, layout, found);
            }

            openQuote = false;
        }
    }

    private static void ReadRow(CsvReader rows, CaptionLayout layout, CaptionCollector found)
    {
        if (!Utf8.IsValid(rows.RawRecord))
        {
            found.BadEncoding(rows.LineNumber);
            return;
        }

        if (rows.FieldCount == 1 && rows.GetSpan(0).Trim((byte)' ').IsEmpty)
            return;
        if (rows.FieldCount < layout.Columns)
        {
            found.Bad(
                rows.LineNumber,
                $"has {rows.FieldCount} columns where the first row has {layout.Columns}",
                $"separate its columns with {Name(layout.Separator)}");
            return;
        }

        var picture = layout.PictureColumn < 0 ? null : rows.GetString(layout.PictureColumn);
        var added = false;
        foreach (var column in layout.CaptionColumns)
            added |= found.Add(rows.LineNumber, picture, Caption(rows, column, layout));
        if (!added)
            found.Bad(rows.LineNumber, "has no caption", "write one, or delete the row");
    }

    /// <summary>The last column takes surplus columns, because captions with commas are often not quoted.</summary>
    private static string Caption(CsvReader rows, int column, CaptionLayout layout)
    {
        if (column != layout.Columns - 1 || rows.FieldCount <= layout.Columns)
            return rows.GetString(column);
        var separator = layout.Separator == ',' ? ", " : $" {layout.Separator} ";
        return string.Join(separator, Enumerable.Range(column, rows.FieldCount - column).Select(rows.GetString));
    }

    private static string Name(char separator) => separator == '\t' ? "a tab" : $"'{separator}'";
}
