using Clip.Catalog;
using Clip.Models;

namespace Clip.Indexing;

/// <summary>
/// Attaches the captions that pictures bring: titles, descriptions and keywords in their files, and the lines of a text beside
/// them. Which files have not been asked for theirs stands in the catalog, so a run that was stopped loses none.
/// </summary>
internal sealed class OwnCaptions(ClipModel model, IndexLocation location, IndexChanges changes)
{
    private const int PageSize = 256;
    private const int BatchSize = 256;

    /// <summary>Asks every file that has not been asked.</summary>
    /// <param name="onError">Told each text beside a picture that cannot be used.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public void Attach(Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        for (var last = -1L; changes.Index.UnheardAfter(last, PageSize) is { Count: > 0 } page; last = page[^1].Id)
            AttachPage(page, onError, cancellationToken);
    }

    private void AttachPage(IReadOnlyList<UnheardFile> page, Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        var heard = new List<(UnheardFile File, string Signature, IReadOnlyList<string> Beside)>(page.Count);
        foreach (var file in page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fullPath = location.Full(file.Path);
            // What lies on a drive that is not there is asked when it is back.
            if (!File.Exists(fullPath))
                continue;
            var signature = TextBeside.Signature(fullPath);
            heard.Add((file, signature, signature.Length > 0 ? TextBeside.Read(fullPath, onError, cancellationToken) : []));
        }

        var entries = Encode(heard.SelectMany(static file => file.Beside.Concat(file.File.Captions)).Distinct(), cancellationToken);
        foreach (var (file, signature, beside) in heard)
        {
            changes.Index.SetCaptions(file.Path, [.. beside.Select(text => entries[text])], CaptionOrigin.Beside);
            changes.Index.SetCaptions(file.Path, [.. file.Captions.Select(text => entries[text])], CaptionOrigin.Embedded);
            changes.Index.SetHeard(file.Path, signature);
        }
        // Not sooner: a caption that was stored without its file would be found though nothing has it.
        if (heard.Count > 0)
            changes.Changed(heard.Count);
    }

    /// <summary>Gives every caption an entry. The text tower is loaded only where one is new.</summary>
    private Dictionary<string, long> Encode(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        Dictionary<string, long> entries = [];
        List<string> unknown = [];
        foreach (var text in texts)
        {
            if (changes.Index.FindCaption(text) is { } entry)
                entries[text] = entry;
            else
                unknown.Add(text);
        }
        foreach (var batch in unknown.Chunk(BatchSize))
        {
            var vectors = new float[batch.Length * model.Dimension];
            CaptionVectors.Encode(model, changes.Index, batch, vectors, cancellationToken);
            for (var i = 0; i < batch.Length; i++)
            {
                entries[batch[i]] = changes.Index.AddCaption(batch[i], vectors.AsSpan(i * model.Dimension, model.Dimension));
                changes.CountCaption();
            }
        }
        return entries;
    }
}
