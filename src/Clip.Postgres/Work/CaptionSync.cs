using Clip.Captions;
using Clip.Files;
using Clip.Indexing.Captions;
using Clip.Indexing.Runs;
using Clip.Postgres.Connections;
using Clip.Postgres.Reading;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>
/// Attaches the captions of caption files: those that were given once, and those with a usual name. When one of them
/// has changed, or there are new pictures, all are read again, and what pictures were given is what they say now.
/// </summary>
/// <param name="model">Encodes captions.</param>
/// <param name="location">The library.</param>
/// <param name="library">Its row.</param>
/// <param name="notes">Remembers the files and their state.</param>
internal sealed class CaptionSync(
    ClipModel model, IndexLocation location, StoredLibrary library, LibraryNotes notes)
{
    private const int EncodedTogether = 256;
    private const string Remembered = "caption-files";
    private const char Separator = '\u001e';

    /// <summary>Attaches them.</summary>
    /// <param name="given">Caption files of this run; one that cannot be used stops it.</param>
    /// <param name="usual">Those with a usual name that the walk has found, relative to the root.</param>
    /// <param name="hasNewFiles">Whether there are pictures that known caption files may name.</param>
    /// <param name="report">Called with what cannot be used.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>How many captions are new.</returns>
    public long Run(
        IReadOnlyList<string> given, IReadOnlyList<string> usual, bool hasNewFiles, Action<ClipException> report,
        CancellationToken cancellationToken)
    {
        var known = ReadKnown();
        var named = given.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        string[] files = [.. usual.Select(location.Full).Concat(known.Keys).Concat(named).Distinct()];
        var now = files.Where(File.Exists).ToDictionary(static file => file, SignatureOf);
        if (!hasNewFiles && named.Count == 0 && now.Count == known.Count
            && now.All(file => known.GetValueOrDefault(file.Key) == file.Value))
            return 0;
        Dictionary<string, List<string>> pictures = [];
        HashSet<string> loose = [];
        foreach (var file in now.Keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Read(file, named.Contains(file), pictures, loose, report, cancellationToken);
        }
        var added = Store(pictures, loose, report, cancellationToken);
        notes.Write(Remembered, string.Join('\n', now.Select(static file => $"{file.Key}{Separator}{file.Value}")));
        return added;
    }

    private Dictionary<string, string> ReadKnown() => (notes.Text(Remembered) ?? "")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(Separator))
        .Where(static parts => parts.Length == 2)
        .ToDictionary(static parts => parts[0], static parts => parts[1], StringComparer.Ordinal);

    private static string SignatureOf(string file) => Sidecar.SignatureOf(FileStat.Of(file)) ?? "";

    private void Read(
        string file, bool isGiven, Dictionary<string, List<string>> pictures, HashSet<string> loose,
        Action<ClipException> report, CancellationToken cancellationToken)
    {
        CaptionFile captions;
        try
        {
            captions = CaptionFile.Read(file, cancellationToken);
        }
        catch (ClipException error) when (!isGiven && error.Subject == file)
        {
            report(error);
            return;
        }
        foreach (var error in captions.Errors)
            report(error);
        loose.UnionWith(captions.Records.Where(static record => record.Picture is null)
            .Select(static record => record.Text));
        using var snapshot = Snapshot();
        var paths = new PicturePaths(
            location, Path.GetDirectoryName(file)!, path => snapshot.FindFile(path) is not null,
            () => snapshot.Files().Select(static known => known.Path));
        List<string> missing = [];
        foreach (var group in captions.Records.Where(static record => record.Picture is not null)
            .GroupBy(static record => record.Picture!, static record => record.Text))
        {
            if (paths.Find(group.Key) is not { } path)
                missing.Add(group.Key);
            else if (pictures.TryGetValue(path, out var texts))
                texts.AddRange(group);
            else
                pictures.Add(path, [.. group]);
        }
        if (missing.Count > 0)
        {
            report(new ClipException(
                file, $"names {missing.Count:N0} pictures that are not in the index, such as {missing[0]}",
                "check the paths, seen from its folder or from the one that is indexed"));
        }
    }

    private long Store(
        Dictionary<string, List<string>> pictures, HashSet<string> loose, Action<ClipException> report,
        CancellationToken cancellationToken)
    {
        var added = 0L;
        foreach (var texts in pictures.Values.SelectMany(static texts => texts).Concat(loose).Distinct()
            .Chunk(EncodedTogether))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var session = Begin();
            added += new LibraryWriter(session, library.Id)
                .PutCaptions(Encode(session, texts, loose, report, cancellationToken));
            session.Commit();
        }
        using var whole = Begin();
        new GivenCaptions(whole, library.Id).Replace(pictures, loose);
        whole.Commit();
        return added;
    }

    /// <summary>Encodes those captions that are not stored yet.</summary>
    private List<PartCaption> Encode(
        Session session, string[] texts, HashSet<string> loose, Action<ClipException> report,
        CancellationToken cancellationToken)
    {
        var digests = texts.ToDictionary(static text => text, PartCaption.DigestOf);
        var stored = session.Rows(
            static row => Convert.ToHexString(row.GetFieldValue<byte[]>(0)),
            "SELECT digest FROM clip.caption WHERE library_id = $1 AND digest = ANY($2)", library.Id,
            digests.Values.ToArray()).ToHashSet();
        string[] unknown = [.. texts.Where(text => !stored.Contains(Convert.ToHexString(digests[text])))];
        if (unknown.Length == 0)
            return [];
        var vectors = new float[unknown.Length * model.Dimensions];
        var language = notes.Value(IndexNotes.CaptionLanguage);
        var useless = model.Text.EncodeEachCaption(unknown, vectors, language, cancellationToken);
        foreach (var i in useless)
            report(model.Text.NoEmbedding(unknown[i]));
        return
        [
            .. unknown.Select((text, i) => new PartCaption(
                    digests[text], text, loose.Contains(text),
                    vectors.AsSpan(i * model.Dimensions, model.Dimensions).ToArray()))
                .Where((_, i) => !useless.Contains(i)),
        ];
    }

    private Session Begin() => LibraryCreation.Reader(location).Store.Begin();

    private IndexSnapshot Snapshot()
    {
        using var index = PictureIndex.Open(location);
        return index.TakeSnapshot();
    }
}
