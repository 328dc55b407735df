using System.Collections.Concurrent;
using Clip.Files;
using Clip.Postgres.Objects;

namespace Clip.Postgres.Archives;

/// <summary>Pictures of a chunk of work that are in tar archives of the library's folder.</summary>
/// <param name="location">The library, with its root as this machine reaches it.</param>
/// <param name="known">What archives hold.</param>
internal sealed class ArchivedPictures(IndexLocation location, KnownArchives known) : IPictureSource
{
    private readonly ArchiveLookup _archives = new(location);

    // Pictures of one name and different extensions have the same sidecar.
    private readonly ConcurrentDictionary<string, Lazy<Task>> _sidecars = new(StringComparer.Ordinal);

    /// <summary>Whether any of some pictures is in an archive.</summary>
    public bool HasAny(IEnumerable<string> paths) => paths.Any(path => _archives.Of(path) is not null);

    /// <inheritdoc/>
    public string Shown(string path) => location.Full(path);

    /// <inheritdoc/>
    public async Task<FileStamp?> FetchAsync(string path, string file, CancellationToken cancellationToken)
    {
        if (_archives.Of(path) is not { } archive)
            return null;
        using var tar = Open(path, archive);
        var contents = Contents(path, tar, cancellationToken);
        var name = path[(archive.Length + 1)..];
        if (contents.Find(name) is not { } member)
        {
            return contents.Damage is { } damage
                ? throw new ObjectException(Shown(path), $"is not there, as its archive {damage.Problem}", damage)
                : null;
        }
        try
        {
            await tar.CopyAsync(member, file, cancellationToken).ConfigureAwait(false);
            await CopySidecarsAsync(tar, contents, name, file, cancellationToken).ConfigureAwait(false);
            var signature = tar.SidecarSignatureOf(contents, name);
            return new FileStamp(
                member.Size, member.ModifiedUtcTicks, tar.Identity, signature, Sidecar.XmpPart(signature));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw new ObjectException(Shown(path), ObjectErrors.Reason(error), error);
        }
    }

    private async Task CopySidecarsAsync(
        TarFile tar, TarContents contents, string picture, string file, CancellationToken cancellationToken)
    {
        var start = picture.LastIndexOf('/') + 1;
        var (text, xmp) = (Sidecar.TextNamesFor(picture[start..]), Sidecar.XmpNamesFor(picture[start..]));
        foreach (var name in new[] { text.Short, text.Long, xmp.Short, xmp.Long }.Distinct())
        {
            if (contents.FindSidecar(picture[..start] + name) is not { } member)
                continue;
            var copy = Path.Combine(Path.GetDirectoryName(file)!, name);
            await _sidecars.GetOrAdd(
                copy, _ => new Lazy<Task>(() => tar.CopyAsync(member, copy, cancellationToken))).Value
                .ConfigureAwait(false);
        }
    }

    private TarFile Open(string path, string archive)
    {
        try
        {
            return TarFile.Open(location.Full(archive));
        }
        catch (ClipException error)
        {
            throw new ObjectException(Shown(path), $"is not there, as its archive {error.Problem}", error);
        }
    }

    private TarContents Contents(string path, TarFile tar, CancellationToken cancellationToken)
    {
        try
        {
            return known.Of(tar, cancellationToken);
        }
        catch (ClipException error)
        {
            throw new ObjectException(Shown(path), $"is not there, as its archive {error.Problem}", error);
        }
    }
}
