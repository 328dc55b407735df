using Clip.Captions;
using Clip.Catalog;
using Clip.Models;

namespace Clip.Indexing;

/// <summary>
/// Attaches captions from files to the pictures of an index and gives each caption a vector of its own, so that a
/// picture finds captions as a text finds pictures.
/// </summary>
internal sealed class CaptionAttachment(ClipModel model, IndexLocation location, IndexChanges changes)
{
    // Names that data sets use for the captions beside their pictures.
    private static readonly string[] UsualNames = ["captions.jsonl", "captions.json", "captions.csv", "captions.tsv", "captions.txt"];

    /// <summary>Reads the caption files named, and those of a usual name in the root, and attaches what they say.</summary>
    /// <param name="files">Further caption files.</param>
    /// <param name="known">What the index held before: it tells which caption files have been taken in already.</param>
    /// <param name="onError">Told each line that cannot be used.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public void Attach(IReadOnlyList<string> files, KnownFiles known, Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        CaptionVectors.RequireOneLanguage(model, location, known);
        var named = files.Select(Path.GetFullPath).ToList();
        var usual = UsualNames.Select(name => Path.Combine(location.Root, name)).Where(File.Exists);
        foreach (var file in usual.Concat(named).Distinct())
        {
            // A caption file is read again where it changed, or where pictures came that it may speak of.
            var signature = Signature(file);
            var noted = known.Note(Key(file));
            if (!changes.HasNewPictures && (noted == signature || (noted == Useless(signature) && !named.Contains(file))))
                continue;
            try
            {
                AttachFile(file, signature, onError, cancellationToken);
            }
            catch (ClipException error) when (!named.Contains(file) && error.Subject == file)
            {
                // A file that only happens to have a usual name may hold anything.
                onError?.Invoke(error);
                Note(file, Useless(signature));
            }
        }
    }

    private static string Useless(string signature) => signature + ":useless";

    /// <summary>The name under which a file is noted; seen from the folder, which may move with its index.</summary>
    private string Key(string file) => "captions:" + location.Relative(file);

    private void Note(string file, string signature)
    {
        changes.Index.SetNote(Key(file), signature);
        changes.Changed();
    }

    private static string Signature(string file)
    {
        var info = new FileInfo(file);
        return info.Exists ? $"{info.Length}:{info.LastWriteTimeUtc.Ticks}" : "";
    }

    private void AttachFile(string file, string signature, Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        var captions = CaptionFile.Read(file, cancellationToken);
        foreach (var error in captions.Errors)
            onError?.Invoke(error);

        var pictures = new PicturePaths(location, changes.Index, Path.GetDirectoryName(Path.GetFullPath(file))!);
        var groups = captions.Records.Where(static record => record.Picture is not null)
            .GroupBy(static record => record.Picture!)
            .Select(group => (Picture: group.Key, Path: pictures.Find(group.Key), Texts: group.Select(static record => record.Text).Distinct().ToList()))
            .ToList();
        TellOfMissing(file, [.. groups.Where(static group => group.Path is null).Select(static group => group.Picture)], onError);
        groups.RemoveAll(static group => group.Path is null);

        // A caption of no picture stays by itself; every other goes with the last picture that it belongs to.
        var standalone = captions.Records.Where(static record => record.Picture is null).Select(static record => record.Text).ToHashSet();
        var entries = CaptionVectors.Store(
            model, changes, standalone.Concat(groups.SelectMany(static group => group.Texts)).Distinct(), standalone.Contains, mayCommit: true, cancellationToken);
        foreach (var (_, path, texts) in groups)
        {
            changes.Index.SetCaptions(path!, texts.ConvertAll(text => entries[text]));
            changes.Changed();
        }
        Note(file, signature);
    }

    /// <summary>Data sets are often had in part, so one line tells of all pictures that are not here.</summary>
    private static void TellOfMissing(string file, IReadOnlyList<string> missing, Action<ClipException>? onError)
    {
        if (missing.Count > 0)
        {
            onError?.Invoke(new ClipException(
                file, $"names {missing.Count:N0} {(missing.Count == 1 ? "picture that is" : "pictures that are")} not in the index, such as {missing[0]}",
                "check the paths, seen from its folder or from the one that is indexed"));
        }
    }
}
