using System.Buffers;
using System.Text;
using System.Text.Json;
using Clip.Vectors;

namespace Clip.Catalog.Database;

internal sealed partial class CatalogDatabase
{
    /// <summary>The pictures that meet all conditions of a filter except those on paths.</summary>
    public IEnumerable<long> PicturesWithin(PictureFilter filter)
    {
        if (!HasMetadata)
        {
            using var sizes = Query(
                "SELECT entry FROM picture WHERE width >= ?1 AND height >= ?2",
                (long)filter.MinWidth, (long)filter.MinHeight);
            while (sizes.Next())
                yield return sizes.Int64(0);
            yield break;
        }

        // A bound that is not given excludes nothing; NULL, of a picture without the value, meets no bound. Cameras are
        // few: the matching ones are found first, so that SQLite scans the pictures by itself.
        var circle = filter.Near;
        using var answer = Query(
            $"""
            SELECT entry{(circle is null ? "" : ", latitude, longitude")} FROM {DescribedPictures}
            WHERE width >= ?1 AND height >= ?2
                  AND (?3 IS NULL OR captured >= ?3) AND (?4 IS NULL OR captured < ?4)
                  AND (?5 IS NULL OR latitude BETWEEN ?5 AND ?6)
                  AND (?7 IS NULL OR camera IN (SELECT value FROM json_each(?7)))
            """,
            (long)filter.MinWidth, (long)filter.MinHeight, filter.CapturedFrom?.Ticks, filter.CapturedBefore?.Ticks,
            circle?.Latitudes.South, circle?.Latitudes.North,
            filter.Cameras.Count > 0 ? CamerasWith(filter.Cameras) : null);
        while (answer.Next())
        {
            if (circle is null || (ReadPlace(answer, 1) is { } place && circle.Value.Contains(place)))
                yield return answer.Int64(0);
        }
    }

    /// <summary>How many pictures have the property that a condition is about.</summary>
    public long CountPicturesWith(FilterCondition condition) => condition switch
    {
        FilterCondition.Date => CountDescribed("captured"),
        FilterCondition.Camera => CountDescribed("camera"),
        FilterCondition.Place => CountDescribed("latitude"),
        _ => Number("SELECT count(*) FROM picture"),
    };

    private long CountDescribed(string column) => HasMetadata
        ? Number($"SELECT count(DISTINCT entry) FROM {DescribedPictures} WHERE {column} IS NOT NULL")
        : 0;

    /// <summary>The cameras whose names contain one of some texts, in upper or lower case, as a JSON array.</summary>
    private string CamerasWith(IReadOnlyList<string> texts)
    {
        var names = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(names);
        json.WriteStartArray();
        using var answer = Query(
            $"SELECT DISTINCT camera FROM {DescribedPictures} WHERE camera IS NOT NULL");
        while (answer.Next())
        {
            var name = answer.Text(0);
            if (texts.Any(text => name.Contains(text, StringComparison.OrdinalIgnoreCase)))
                json.WriteStringValue(name);
        }
        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(names.WrittenSpan);
    }

    /// <summary>Those of the given pictures that have a file whose path matches.</summary>
    public IEnumerable<long> PicturesAt(RowBitmap entries, Predicate<string> isWanted)
    {
        using var answer = Query("SELECT entry, path FROM file");
        while (answer.Next())
        {
            var entry = answer.Int64(0);
            if (entries.Contains(entry) && isWanted(answer.Text(1)))
                yield return entry;
        }
    }
}
