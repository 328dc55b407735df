using Clip.Catalog.Database;

namespace Clip.Catalog.Writing;

/// <summary>
/// The captions of caption files. Several files may say the same caption, of the same picture too; it is removed when
/// none of them says it any more.
/// </summary>
internal sealed partial class PictureIndexWriter
{
    /// <summary>The caption files that were read.</summary>
    internal IReadOnlyList<CaptionFileRecord> CaptionFiles() => Find(0, static (catalog, _) => catalog.CaptionFiles());

    /// <summary>Records a caption file, or its new state.</summary>
    /// <param name="path">Relative to the root.</param>
    /// <param name="state">What is noted about it.</param>
    /// <returns>The number of the file; 0 if there are too many to remember.</returns>
    internal long RememberCaptionFile(string path, string state)
    {
        lock (_turn)
        {
            ThrowIfDisposed();
            if (!StorableText.IsStorable(path))
                return CatalogDatabase.NoSource;
            var known = _store.Catalog.CaptionFiles().FirstOrDefault(file => file.Path == path);
            using var change = BeginChange();
            var source = known?.Source ?? _store.Catalog.AddCaptionFile(path, state);
            if (known is not null)
                _store.Catalog.UpdateCaptionFile(source, state);
            change.Complete();
            return source;
        }
    }

    /// <summary>Forgets a caption file and all that it said.</summary>
    internal void ForgetCaptionFile(long source)
    {
        RetainCaptions(source, new HashSet<long>(), new HashSet<string>());
        RetainCaptions(CatalogDatabase.Moved(source), new HashSet<long>(), new HashSet<string>());
        lock (_turn)
        {
            using var change = BeginChange();
            _store.Catalog.DeleteCaptionFile(source);
            change.Complete();
        }
    }

    /// <summary>Records that a caption file says a caption of no picture.</summary>
    /// <param name="source">The file; 0 keeps the caption whatever caption files say.</param>
    /// <param name="caption">The caption's entry.</param>
    internal void ListCaption(long source, long caption)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            if (source == CatalogDatabase.NoSource)
                _store.Catalog.MakeStandalone(caption);
            else
                _store.Catalog.ListCaption(source, caption);
            change.Complete();
        }
    }

    /// <summary>
    /// Sets the captions that a caption file says of a picture, in place of those that it said before and of those of
    /// which nobody knows what file said them.
    /// </summary>
    /// <param name="source">The caption file.</param>
    /// <param name="relativePath">A file of the index; nothing is done for another one.</param>
    /// <param name="captions">Entries of captions.</param>
    internal void SetCaptions(long source, string relativePath, IReadOnlyList<long> captions)
    {
        lock (_turn)
        {
            ThrowIfDisposed();
            if (_store.Catalog.FindFileId(relativePath) is not { } file)
                return;
            long[] outdated = source == CatalogDatabase.NoSource
                ? []
                : [CatalogDatabase.NoSource, CatalogDatabase.Moved(source)];
            List<long> others = [.. outdated.SelectMany(other => _store.Catalog.FileCaptions(file.Id, other))];
            var before = _store.Catalog.FileCaptions(file.Id, source);
            if (others.Count == 0 && before.SequenceEqual(captions))
                return;
            using var change = BeginChange();
            foreach (var other in outdated)
                _store.Catalog.DeleteFileCaptions(file.Id, other);
            _store.Catalog.DeleteFileCaptions(file.Id, source);
            for (var i = 0; i < Math.Min(captions.Count, CatalogDatabase.MaxPlaces); i++)
                _store.Catalog.InsertFileCaption(file.Id, source, i, captions[i]);
            ReleaseCaptions(before.Concat(others));
            change.Complete();
        }
    }

    /// <summary>
    /// Gives a file that was moved its captions, in place of any that its new path had. Caption files that name its old
    /// path do not take them away until they are deleted.
    /// </summary>
    internal void MoveCaptions(string fromPath, string toPath)
    {
        lock (_turn)
        {
            ThrowIfDisposed();
            if (_store.Catalog.FindFileId(fromPath) is not { } from || _store.Catalog.FindFileId(toPath) is not { } to)
                return;
            using var change = BeginChange();
            foreach (var origin in Enum.GetValues<CaptionOrigin>())
            {
                var captions = _store.Catalog.FileCaptions(from.Id, origin);
                if (captions.Count == 0)
                    continue;
                var before = _store.Catalog.FileCaptions(to.Id, origin);
                _store.Catalog.DeleteFileCaptions(to.Id, origin);
                if (origin == CaptionOrigin.Given)
                    _store.Catalog.CopyGivenCaptions(from.Id, to.Id);
                for (var i = 0; origin != CaptionOrigin.Given && i < captions.Count; i++)
                    _store.Catalog.InsertFileCaption(to.Id, origin, i, captions[i]);
                ReleaseCaptions(before);
            }
            change.Complete();
        }
    }

    /// <summary>Removes what a caption file said before and no longer says.</summary>
    /// <param name="source">The caption file.</param>
    /// <param name="listed">The captions of no picture that it says.</param>
    /// <param name="paths">The pictures that it says captions of.</param>
    internal void RetainCaptions(long source, IReadOnlySet<long> listed, IReadOnlySet<string> paths)
    {
        lock (_turn)
        {
            ThrowIfDisposed();
            var dropped = _store.Catalog.CaptionsListedBy(source).Where(caption => !listed.Contains(caption)).ToList();
            var files = _store.Catalog.FilesCaptionedBy(source).Where(file => !paths.Contains(file.Path)).ToList();
            if (source == CatalogDatabase.NoSource || (dropped.Count == 0 && files.Count == 0))
                return;
            using var change = BeginChange();
            foreach (var caption in dropped)
                _store.Catalog.UnlistCaption(source, caption);
            foreach (var (file, _) in files)
            {
                dropped.AddRange(_store.Catalog.FileCaptions(file, source));
                _store.Catalog.DeleteFileCaptions(file, source);
            }
            ReleaseCaptions(dropped);
            change.Complete();
        }
    }
}
