using Clip.Captions;
using Clip.Catalog.Reading;
using Clip.Indexing.Runs;
using Clip.Postgres.Work;

namespace Clip.Postgres.Transfer;

/// <summary>
/// What the caption files of an index in a folder say, as lines: of its pictures, what they were given, and of no
/// picture, what the files list.
/// </summary>
/// <param name="snapshot">A snapshot of it.</param>
internal sealed class TransferredCaptions(EmbeddedSnapshot snapshot)
{
    /// <summary>Copies them into a library, whose files and captions are there already.</summary>
    public void CopyTo(PostgresStore store, int library)
    {
        var lines = new CaptionFileLines(store, library);
        var said = Said();
        foreach (var file in snapshot.CaptionFiles())
        {
            said.TryGetValue(file.Path, out var records);
            lines.Write(file.Path, CaptionFileState.Parse(file.State), records ?? []);
        }
        if (said.TryGetValue(CaptionFileLines.Nobody, out var others))
            lines.Write(CaptionFileLines.Nobody, new CaptionFileState("", IsUnusable: false), others);
        var mark = lines.Mark();
        foreach (var file in lines.Files())
        {
            // Pictures are named by their paths from the root.
            foreach (var names in lines.Unresolved(file).Chunk(PathsTogether))
                lines.Resolve(file, [.. lines.Known(names).Select(static path => (path, path))]);
        }
        store.Change(session => lines.Attach(session, mark));
    }

    private const int PathsTogether = 1024;

    private Dictionary<string, List<CaptionRecord>> Said()
    {
        Dictionary<string, List<CaptionRecord>> said = [];
        foreach (var file in snapshot.Files())
        {
            foreach (var caption in snapshot.GivenCaptions(file.Path))
                Of(caption.File ?? CaptionFileLines.Nobody).Add(new CaptionRecord(file.Path, caption.Text));
        }
        foreach (var file in snapshot.CaptionFiles())
        {
            foreach (var text in snapshot.CaptionsListedBy(file).Select(snapshot.CaptionText).OfType<string>())
                Of(file.Path).Add(new CaptionRecord(null, text));
        }
        foreach (var text in snapshot.StandaloneCaptions())
            Of(CaptionFileLines.Nobody).Add(new CaptionRecord(null, text));
        return said;

        List<CaptionRecord> Of(string path)
        {
            if (!said.TryGetValue(path, out var records))
                said.Add(path, records = []);
            return records;
        }
    }
}
