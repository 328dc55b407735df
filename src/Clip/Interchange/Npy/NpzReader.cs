using System.IO.Compression;
using Clip.Interchange.JsonLines;
using Clip.Interchange.Rows;

namespace Clip.Interchange.Npy;

/// <summary>
/// Reads an <c>.npz</c> archive: a table of vectors and, if it has one, a list of paths; or an array for each picture,
/// named by its path. Nothing is extracted to disk.
/// </summary>
internal static class NpzReader
{
    public static VectorTable Read(string path)
    {
        try
        {
            using var file = InterchangeFile.Open(path);
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            var rows = new VectorRows(path, "npz");
            var members = Members(archive, path, rows);
            var tables = members.FindAll(static member => NpyType.NumberOf(member.Header) is not null
                && member.Header.Shape.Length == 2);
            if (Each(members, tables) is { } vectors)
                ReadEach(vectors, rows);
            else
                ReadTable(Choose(tables, members, rows, path), members, rows);
            return rows.Build();
        }
        catch (InvalidDataException error)
        {
            throw InterchangeException.Damaged(path, "is not a complete archive", error);
        }
        catch (Exception error) when (Files.UnreadableFile.Is(error))
        {
            throw InterchangeFile.Unreadable(path, error);
        }
    }

    /// <summary>The arrays; those of objects or records are left out, and never loaded.</summary>
    private static List<NpzMember> Members(ZipArchive archive, string path, VectorRows rows)
    {
        List<NpzMember> members = [];
        InterchangeException? refused = null;
        foreach (var entry in archive.Entries)
        {
            if (!entry.FullName.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
                continue;
            try
            {
                members.Add(NpzMember.Open(entry, path));
            }
            catch (InterchangeException error) when (!error.IsDamage)
            {
                rows.Note($"the array {ColumnNames.Show([entry.FullName])} is left out: it {error.Problem}");
                refused ??= error;
            }
        }

        return members.Count > 0 || refused is null ? members : throw refused;
    }

    /// <summary>The arrays of an archive with one for each picture; null for another one.</summary>
    private static List<NpzMember>? Each(List<NpzMember> members, List<NpzMember> tables)
    {
        var vectors = members.FindAll(static member => NpyType.NumberOf(member.Header) is not null
            && member.Header.Shape is [> 1] or [1, > 1]);
        return vectors.Count > 0 && tables.TrueForAll(vectors.Contains)
            && (vectors.Count > 1 || RowPaths.IsLikely(vectors[0].Name))
            && !members.Exists(static member => NpyType.IsTexts(member.Header))
            ? vectors
            : null;
    }

    private static void ReadEach(List<NpzMember> vectors, VectorRows rows)
    {
        foreach (var member in vectors)
            rows.Add($"array {member.Name}", member.Name, member.Vector());
    }

    private static NpzMember Choose(
        List<NpzMember> tables, List<NpzMember> members, VectorRows rows, string path)
    {
        var place = tables.Count == 0
            ? -1
            : VectorChoice.Of([.. tables.Select(static table => (table.Name, table.Header.Shape[1]))]);
        if (place < 0)
        {
            throw new InterchangeException(
                path,
                tables.Count == 0
                    ? $"holds no table of vectors ({Names(members)})"
                    : $"holds several tables of vectors ({Names(tables)})",
                "save one table, and the paths beside it");
        }

        var chosen = tables[place];
        if (tables.Count > 1)
            rows.Note($"vectors are read from the array {chosen.Name} ({Names(tables)} have some)");
        return chosen;
    }

    private static void ReadTable(NpzMember table, List<NpzMember> members, VectorRows rows)
    {
        var count = table.Header.Shape[0];
        var all = members.FindAll(static member => NpyType.IsTexts(member.Header));
        var texts = all.FindAll(member => member.Header.Shape[0] == count);
        var captions = ColumnNames.Find([.. texts.Select(static member => member.Name)], RowKeys.Captions);
        var captionTexts = captions < 0 ? null : texts[captions].Texts();
        if (captions >= 0)
            texts.RemoveAt(captions);
        var paths = PathArray.Choose(texts, rows);
        rows.HasPaths = paths is not null;
        if (paths is null && all.Count > 0)
            rows.Note($"no list of texts names each of the {count:N0} vectors; rows are numbered");
        var row = 0;
        foreach (var vector in table.Rows())
        {
            rows.Add(
                VectorRows.RowName(row), paths is null ? VectorRows.Number(row) : paths[row], vector,
                captionTexts is null || captionTexts[row].Length == 0 ? null : [captionTexts[row]]);
            row++;
        }
    }

    private static string Names(IEnumerable<NpzMember> members) =>
        ColumnNames.Show(members.Select(static member => member.Description));
}
