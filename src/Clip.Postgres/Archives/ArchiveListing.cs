using Clip.Files;

namespace Clip.Postgres.Archives;

/// <summary>The pictures of some tar archives, for a planner.</summary>
/// <param name="location">The library.</param>
/// <param name="archives">The archives, relative to its root.</param>
internal sealed class ArchiveListing(IndexLocation location, IReadOnlyList<string> archives)
{
    private readonly KnownArchives _known = new();
    private readonly HashSet<string> _archives = new(archives, StringComparer.Ordinal);
    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);

    /// <summary>The pictures, archive by archive, as they lie in them.</summary>
    /// <param name="report">Called with each archive that is damaged and each picture that cannot be used.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    public IEnumerable<PictureFile> Pictures(Action<ClipException> report, CancellationToken cancellationToken)
    {
        foreach (var archive in archives)
        {
            if (Open(archive, report, cancellationToken) is not var (tar, contents))
                continue;
            using (tar)
            {
                foreach (var error in new[] { contents.Damage, contents.Strangers }.OfType<ClipException>())
                    report(error);
                foreach (var (name, member) in contents.Pictures)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (FileOf(archive, name, member, tar, contents, report) is { } file)
                        yield return file;
                }
            }
        }
    }

    /// <summary>
    /// Whether a path is that of an archive that was listed to its end, or leads into one: what was not found there is
    /// gone. Call it after the listing.
    /// </summary>
    public bool Covers(string path) => ArchiveOf(path) is { } archive && !_damaged.Contains(archive);

    /// <summary>The hash of a picture's content; null where it cannot be read now.</summary>
    public UInt128? HashOf(PictureFile file)
    {
        try
        {
            var archive = ArchiveOf(file.Path)!;
            using var tar = TarFile.Open(location.Full(archive));
            return _known.Of(tar, CancellationToken.None).Find(file.Path[(archive.Length + 1)..]) is { } member
                ? tar.HashOf(member)
                : null;
        }
        catch (Exception error) when (error is ClipException || UnreadableFile.Is(error))
        {
            return null;
        }
    }

    private string? ArchiveOf(string path)
    {
        string? found = null;
        RelativePath.AnyLevel(path, level =>
        {
            found = _archives.Contains(level) ? level : null;
            return found is not null;
        });
        return found;
    }

    private (TarFile Tar, TarContents Contents)? Open(
        string archive, Action<ClipException> report, CancellationToken cancellationToken)
    {
        TarFile? tar = null;
        try
        {
            tar = TarFile.Open(location.Full(archive));
            var contents = _known.Of(tar, cancellationToken);
            if (contents.Damage is not null)
                _damaged.Add(archive);
            return (tar, contents);
        }
        catch (ClipException error)
        {
            tar?.Dispose();
            _damaged.Add(archive);
            report(error);
            return null;
        }
    }

    private PictureFile? FileOf(
        string archive, string name, TarMember member, TarFile tar, TarContents contents, Action<ClipException> report)
    {
        var path = $"{archive}/{name}";
        if (member.Size == 0)
        {
            report(new ClipException(location.Full(path), "is empty"));
            return null;
        }
        try
        {
            return new PictureFile(path, location.Full(path), member.Size, member.ModifiedUtcTicks)
            {
                Identity = tar.Identity,
                SidecarSignature = tar.SidecarSignatureOf(contents, name),
            };
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            report(UnreadableFile.Describe(location.Full(path), error));
            return null;
        }
    }
}
