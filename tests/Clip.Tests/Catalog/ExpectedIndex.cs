using System.Text;
using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;

namespace Clip.Tests.Catalog;

internal enum StepKind
{
    Add, Link, Touch, Remove, Fail, AddCaption, AddStandaloneCaption, SetCaptions, Discard, Commit, Compact, Reopen,
    ReopenWithoutCommit,
}

internal sealed record ChangeStep(StepKind Kind, string Path, int Content, int[] Captions);

/// <summary>What an index should hold, in a few dictionaries.</summary>
internal sealed class ExpectedIndex
{
    private Dictionary<string, FileRecord> _files = [];
    private Dictionary<string, FailureRecord> _failures = [];
    private Dictionary<string, List<string>> _captionsOf = [];

    /// <summary>Captions by whether they stand alone.</summary>
    private Dictionary<string, bool> _captions = [];

    public ExpectedIndex Copy() => new()
    {
        _files = new(_files),
        _failures = new(_failures),
        _captionsOf = _captionsOf.ToDictionary(pair => pair.Key, pair => pair.Value.ToList()),
        _captions = new(_captions),
    };

    public void Apply(PictureIndexWriter index, ChangeStep step)
    {
        var (kind, path, content, captions) = step;
        var file = IndexFolder.File(path, content);
        switch (kind)
        {
            case StepKind.Add:
                index.AddPicture(file, IndexFolder.Vector(content));
                Place(file);
                break;
            case StepKind.Link:
                var source = _files.Values.FirstOrDefault(known => known.Hash == file.Hash);
                Assert.Equal(source is not null, index.FindPicture(file.Hash) is not null);
                if (source is not null)
                {
                    index.LinkFile(file, index.FindFile(source.Path)!.Entry);
                    Place(file);
                }
                break;
            case StepKind.Touch:
                Assert.Equal(_files.ContainsKey(path), index.TouchFile(path, 5, content));
                if (_files.TryGetValue(path, out var touched))
                    _files[path] = touched with { Size = 5, ModifiedUtcTicks = content };
                break;
            case StepKind.Remove:
                Assert.Equal(_files.ContainsKey(path) | _failures.ContainsKey(path), index.RemoveFile(path));
                Remove(path);
                break;
            case StepKind.Fail:
                index.RecordFailure(path, content, 3, $"reason {content}");
                _failures[path] = new FailureRecord(path, content, 3, $"reason {content}");
                break;
            case StepKind.AddCaption or StepKind.AddStandaloneCaption:
                AddCaption(index, content, kind == StepKind.AddStandaloneCaption);
                break;
            case StepKind.SetCaptions when _files.ContainsKey(path):
                var entries = Array.ConvertAll(captions, caption => AddCaption(index, caption, false));
                index.SetCaptions(path, entries);
                SetCaptions(path, captions.Distinct().Select(Caption).ToList());
                break;
            case StepKind.Discard when _files.TryGetValue(path, out var discarded):
                Assert.True(index.Discard(index.FindFile(path)!.Entry));
                foreach (var copy in _files.Values.Where(known => known.Hash == discarded.Hash).ToList())
                    RemoveFile(copy.Path);
                break;
            case StepKind.Discard when _captions.ContainsKey(Caption(content)):
                Assert.True(index.Discard(index.FindCaption(Caption(content))!.Value));
                _captions.Remove(Caption(content));
                foreach (var list in _captionsOf.Values)
                    list.Remove(Caption(content));
                break;
        }
    }

    /// <summary>The writer's lookups find this before it is committed.</summary>
    public void AssertHeldBy(PictureIndexWriter index)
    {
        AssertCounts((index.FileCount, index.FailureCount, index.CaptionCount, index.PictureCount));
        AssertFiles([.. index.Files()], [.. index.Failures()]);
        foreach (var file in _files.Values)
        {
            Assert.Equal(file, index.FindFile(file.Path)! with { Entry = -1 });
            Assert.Equal(index.FindFile(file.Path)!.Entry, index.FindPicture(file.Hash));
            var captions = _captionsOf.GetValueOrDefault(file.Path) ?? [];
            Assert.Equal(captions, index.FindCaptions(file.Path).Select(index.CaptionText));
        }
        for (var number = 0; number < 8; number++)
        {
            Assert.Equal(_files.ContainsKey(Path(number)), index.FindFile(Path(number)) is not null);
            Assert.Equal(_failures.GetValueOrDefault(Path(number)), index.FindFailure(Path(number)));
            Assert.Equal(_captions.ContainsKey(Caption(number)), index.FindCaption(Caption(number)) is not null);
        }
        AssertIntact(IndexFolder.Verify(index));
    }

    /// <summary>Readers find this.</summary>
    public void AssertHeldBy(EmbeddedIndex reader)
    {
        using var index = reader.Take();
        AssertCounts((index.FileCount, index.FailureCount, index.CaptionCount, index.PictureCount));
        AssertFiles([.. index.Files()], [.. index.Failures()]);
        foreach (var file in _files.Values)
        {
            var found = index.FindFile(file.Path)!;
            Assert.Equal(file, found with { Entry = -1 });
            Assert.Equal(found.Entry, index.FindPicture(file.Hash));
            var vector = new float[IndexFolder.Dimensions];
            Assert.True(index.ReadVector(found.Entry, vector));
            Assert.Equal(IndexFolder.Vector(Content(file)), vector);
            var captions = _captionsOf.GetValueOrDefault(file.Path) ?? [];
            Assert.Equal(captions, index.FindCaptions(file.Path).Select(index.CaptionText));
        }
        for (var number = 0; number < 8; number++)
        {
            Assert.Equal(_files.ContainsKey(Path(number)), index.FindFile(Path(number)) is not null);
            Assert.Equal(_failures.GetValueOrDefault(Path(number)), index.FindFailure(Path(number)));
            Assert.Equal(_captions.ContainsKey(Caption(number)), index.FindCaption(Caption(number)) is not null);
        }
        AssertSearchFinds(index);
        AssertIntact(IndexFolder.Verify(index));
    }

    private void AssertCounts((long Files, long Failures, long Captions, long Pictures) counts) => Assert.Equal(
        (_files.Count, _failures.Count, _captions.Count, _files.Values.Select(file => file.Hash).Distinct().Count()),
        counts);

    private void AssertFiles(List<FileRecord> files, HashSet<FailureRecord> failures)
    {
        // UTF-8 order is that of the code points.
        var sorted = _files.Values.OrderBy(file => file.Path, Comparer<string>.Create(
            (a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)))).ToList();
        Assert.Equal(sorted, files.Select(file => file with { Entry = -1 }));
        Assert.Equal(_failures.Values.ToHashSet(), failures);
    }

    private static void AssertIntact(IndexHealth health)
    {
        Assert.Equal([], health.Problems);
        Assert.True(health.IsHealthy);
    }

    private void AssertSearchFinds(EmbeddedSnapshot index)
    {
        var query = IndexFolder.Vector(99);
        var hits = index.SearchPictures(query, 100, cancellationToken: Stop);
        Assert.Equal(_files.Keys.ToHashSet(), hits.Select(hit => hit.Path).ToHashSet());
        Assert.Equal(Enumerable.Range(1, hits.Count), hits.Select(hit => hit.Rank));
        Assert.Equal(hits.OrderByDescending(hit => hit.Score).Select(hit => hit.Score), hits.Select(hit => hit.Score));
        foreach (var hit in hits)
        {
            var vector = IndexFolder.Vector(Content(_files[hit.Path]));
            Assert.Equal(vector.Zip(query, (a, b) => (double)a * b).Sum(), hit.Score, 5);
            Assert.Equal(_captionsOf.GetValueOrDefault(hit.Path)?.FirstOrDefault(), hit.Caption);
        }
        // Fewer hits are the first of more.
        for (var topK = 1; topK <= hits.Count; topK++)
            Assert.Equal(hits.Take(topK), index.SearchPictures(query, topK, cancellationToken: Stop));

        var captions = index.SearchCaptions(query, 100, cancellationToken: Stop);
        Assert.Equal(_captions.Keys.ToHashSet(), captions.Select(hit => hit.Caption).ToHashSet());
        foreach (var hit in captions)
        {
            var users = _captionsOf.Where(pair => pair.Value.Contains(hit.Caption)).Select(pair => pair.Key).ToList();
            Assert.Equal(users.Count > 0, hit.Path is not null);
            if (hit.Path is not null)
                Assert.Contains(hit.Path, users);
        }
    }

    /// <summary>
    /// Paths are opaque: SQL, wildcards, newlines, quotes and characters outside the first plane are only text.
    /// </summary>
    public static string Path(int number) => number switch
    {
        0 => "a.jpg",
        1 => "A.jpg",
        2 => "it's \"quoted\"; DROP TABLE file; --.jpg",
        3 => "new\nline/%_*?.jpg",
        4 => "\U0001F984/\u00e9.jpg",
        5 => "\U0001F984/e\u0301.jpg",
        6 => "dir/a.jpg",
        _ => " leading and trailing ",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Caption(int number) =>
        number == 0 ? "l'\u00e9t\u00e9; \"DROP\" \U0001F984\n" : $"caption {number}";

    private static int Content(FileRecord file) => (int)(uint)(file.Hash >> 64);

    private long AddCaption(PictureIndexWriter index, int number, bool standalone)
    {
        var entry = index.AddCaption(Caption(number), IndexFolder.Vector(200 + number), standalone);
        _captions[Caption(number)] = _captions.GetValueOrDefault(Caption(number)) || standalone;
        return entry;
    }

    private void Place(FileRecord file)
    {
        // A picture keeps what was known of it when it was first stored.
        _files[file.Path] = file;
        _failures.Remove(file.Path);
    }

    private void Remove(string path)
    {
        _failures.Remove(path);
        RemoveFile(path);
    }

    private void RemoveFile(string path)
    {
        if (!_files.Remove(path))
            return;
        SetCaptions(path, []);
        _captionsOf.Remove(path);
    }

    private void SetCaptions(string path, List<string> captions)
    {
        var before = _captionsOf.GetValueOrDefault(path) ?? [];
        _captionsOf[path] = captions;
        foreach (var caption in before)
        {
            if (!_captions[caption] && !_captionsOf.Values.Any(list => list.Contains(caption)))
                _captions.Remove(caption);
        }
    }
}
