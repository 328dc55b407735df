using Clip.Files;
using Clip.Indexing.Captions;
using Clip.Indexing.Runs;
using Clip.Postgres.Reading;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>
/// Reads caption files that are new or have changed, and attaches what they say: those that were given once, and those
/// with a usual name. A file that is away or damaged takes nothing from the pictures.
/// </summary>
/// <param name="model">Encodes captions.</param>
/// <param name="location">The library.</param>
/// <param name="library">Its row.</param>
/// <param name="notes">Remembers the language of captions.</param>
/// <param name="plan">What the walk found.</param>
internal sealed class CaptionSync(
    ClipModel model, IndexLocation location, StoredLibrary library, LibraryNotes notes, FolderPlan plan)
{
    private const int EncodedTogether = 256;
    private const int NamesTogether = 1024;

    private readonly PostgresStore _store = LibraryCreation.Reader(location).Store;
    private readonly CaptionFileLines _lines = new(LibraryCreation.Reader(location).Store, library.Id);
    private bool _hasAppended;

    /// <summary>Attaches them.</summary>
    /// <param name="given">Caption files of this run; one that cannot be used stops it.</param>
    /// <param name="usual">Those with a usual name that there are, relative to the root.</param>
    /// <param name="prune">Whether a known file that is missing counts as deleted, whatever its drive.</param>
    /// <param name="report">Called with what cannot be used.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>How many captions are new.</returns>
    public long Run(
        IReadOnlyList<string> given, IReadOnlyList<string> usual, bool prune, Action<ClipException> report,
        CancellationToken cancellationToken)
    {
        var known = _lines.Files().Where(static file => file.Path != CaptionFileLines.Nobody)
            .ToDictionary(file => location.Full(file.Path));
        var named = given.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        foreach (var file in usual.Select(location.Full).Concat(known.Keys).Concat(named).Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Update(file, known.GetValueOrDefault(file), named.Contains(file), prune, report, cancellationToken);
        }
        return _lines.AreDue() ? Attach(report, cancellationToken) : 0;
    }

    private void Update(
        string file, KnownCaptionFile? known, bool isGiven, bool prune, Action<ClipException> report,
        CancellationToken cancellationToken)
    {
        if (known is not null && !isGiven && !Path.Exists(file))
        {
            if (prune || IsDeleted(file))
                _lines.Forget(known);
            return;
        }
        var signature = Sidecar.SignatureOf(FileStat.Of(file)) ?? "";
        if (known is not null && known.State.Signature == signature && !(known.State.IsUnusable && isGiven))
            return;
        var path = location.Relative(file);
        // An older version of the tables has full paths.
        if (known is not null && known.Path != path)
            _lines.Forget(known);
        try
        {
            var content = CaptionFileContent.Read(file, isGiven, report, cancellationToken);
            if (content.IsRemembered)
                _lines.Write(path, new CaptionFileState(signature, content.Captions is null), content.Records);
            content.RequireCaptions();
            if (content.IsRemembered)
                return;
            _lines.Append(content.Records);
            _hasAppended = true;
        }
        catch (ClipException error) when (!isGiven && error.Subject == file)
        {
            // A file that merely has a usual name may contain anything, and one that is damaged keeps its captions.
            report(error);
            _lines.Write(path, new CaptionFileState(signature, IsUnusable: true), records: null);
        }
    }

    private bool IsDeleted(string file)
    {
        var paths = new KnownPaths(_store, library.Id);
        return new MissingCaptionFile(
            location, !plan.HasFoundAny, prefix => paths.In(prefix).Any(),
            prefix => paths.In(prefix).Any() && !paths.In(prefix).Any(plan.HasFound)).IsDeleted(file);
    }

    private long Attach(Action<ClipException> report, CancellationToken cancellationToken)
    {
        // Files that others store from here on are for the next run.
        var mark = _lines.Mark();
        foreach (var file in _lines.Files().Where(file => _hasAppended || file.Path != CaptionFileLines.Nobody))
            Resolve(file, report, cancellationToken);
        _lines.Keep();
        var added = 0L;
        for (byte[] after = []; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = _lines.WithoutVector(after, EncodedTogether);
            if (page.Count == 0)
                break;
            after = page[^1].Digest;
            var captions = Encode(page, report, cancellationToken);
            added += _store.Change(session => new LibraryWriter(session, library.Id).PutCaptions(captions));
        }
        _store.Change(session => _lines.Attach(session, mark));
        return added;
    }

    /// <summary>Finds the pictures that a caption file names; asks the database for many at a time.</summary>
    private void Resolve(KnownCaptionFile file, Action<ClipException> report, CancellationToken cancellationToken)
    {
        var isNobodys = file.Path == CaptionFileLines.Nobody;
        var folder = isNobodys ? location.Root : Path.GetDirectoryName(location.Full(file.Path))!;
        var there = new HashSet<string>(StringComparer.Ordinal);
        var paths = new PicturePaths(location, folder, there.Contains, AllPaths);
        List<string> missing = [];
        foreach (var names in _lines.Unresolved(file).Chunk(NamesTogether))
        {
            cancellationToken.ThrowIfCancellationRequested();
            there.Clear();
            var candidates = names.Select(name => PicturePaths.Candidates(location, folder, name));
            there.UnionWith(_lines.Known([.. candidates.SelectMany(
                static name => (string[])[name.Relative, name.Written]).Where(RelativePath.IsUnicode)]));
            List<(string, string)> found = [];
            foreach (var name in names)
            {
                if (paths.Find(name) is { } path)
                    found.Add((name, path));
                else
                    missing.Add(name);
            }
            _lines.Resolve(file, found);
        }
        if (missing.Count > 0)
        {
            var pictures = missing.Count == 1 ? "picture that is" : "pictures that are";
            report(new ClipException(
                isNobodys ? "the captions given" : location.Full(file.Path),
                $"names {missing.Count:N0} {pictures} not in the index, such as {missing[0]}",
                "check the paths, seen from its folder or from the one that is indexed"));
        }
    }

    private IEnumerable<string> AllPaths()
    {
        using var index = PictureIndex.Open(location);
        foreach (var file in index.Files())
            yield return file.Path;
    }

    private List<PartCaption> Encode(
        List<(byte[] Digest, string Text)> lines, Action<ClipException> report, CancellationToken cancellationToken)
    {
        string[] texts = [.. lines.Select(static line => line.Text)];
        var vectors = new float[texts.Length * model.Dimensions];
        var useless = model.Text.EncodeEachCaption(texts, vectors, Language(), cancellationToken);
        foreach (var i in useless)
            report(model.Text.NoEmbedding(texts[i]));
        // Nothing has them yet, so they would be removed if they did not stand alone.
        return
        [
            .. lines.Select((line, i) => new PartCaption(
                    line.Digest, line.Text, IsStandalone: true,
                    vectors.AsSpan(i * model.Dimensions, model.Dimensions).ToArray()))
                .Where((_, i) => !useless.Contains(i)),
        ];
    }

    /// <summary>The language of all captions of the library; the first ones determine it.</summary>
    private string? Language()
    {
        var stored = notes.Value(IndexNotes.CaptionLanguage);
        if (model.Text.CaptionLanguage is not { } requested || requested == stored)
            return stored;
        using var session = _store.Begin();
        if (stored is not null || session.Value<bool>(
            "SELECT EXISTS (SELECT 1 FROM clip.caption WHERE library_id = $1)", library.Id))
        {
            throw IndexException.OtherCaptionLanguage(location.Directory, stored, requested);
        }
        notes.Write(IndexNotes.CaptionLanguage, requested);
        return requested;
    }
}
