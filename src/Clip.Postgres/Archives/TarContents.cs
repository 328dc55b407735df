using System.Formats.Tar;
using Clip.Files;
using Clip.Postgres.Objects;

namespace Clip.Postgres.Archives;

/// <summary>
/// The pictures and sidecars in a tar archive: ustar, GNU and PAX. Of members with one name, the last counts, as it is
/// what unpacking leaves. Links and devices are ignored, and so is what is hidden.
/// </summary>
internal sealed class TarContents
{
    private readonly Dictionary<string, TarMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TarMember> _otherSpellings = new(StringComparer.Ordinal);
    private readonly string _file;
    private string? _strangeName;
    private int _strangeNames;

    private TarContents(string file) => _file = file;

    /// <summary>The pictures, as they lie in the archive.</summary>
    public IEnumerable<(string Name, TarMember Member)> Pictures => _members
        .Where(static member => PictureFileName.HasPictureExtension(member.Key))
        .OrderBy(static member => member.Value.Offset).Select(static member => (member.Key, member.Value));

    /// <summary>How many members are known.</summary>
    public int Count => _members.Count + _otherSpellings.Count;

    /// <summary>Why what stands behind some byte cannot be read; null where the archive is whole.</summary>
    public ClipException? Damage { get; private set; }

    /// <summary>Pictures that are left out because of their names; null for none.</summary>
    public ClipException? Strangers => _strangeNames == 0 ? null : new ClipException(
        _file,
        _strangeNames == 1
            ? $"has a picture that is left out, as its name is no path inside the archive: {_strangeName}"
            : $"has {_strangeNames:N0} pictures that are left out, as their names are no paths inside the archive, "
            + $"such as {_strangeName}",
        "pack them under other names");

    /// <summary>The picture of a name.</summary>
    public TarMember? Find(string name) => _members.TryGetValue(name, out var member) ? member : null;

    /// <summary>The sidecar of a name, whose extension may be in capitals.</summary>
    public TarMember? FindSidecar(string usualName) =>
        Find(usualName) ?? (_otherSpellings.TryGetValue(usualName, out var member) ? member : null);

    /// <summary>Reads the headers of an archive.</summary>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="archive">The archive, which can seek.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static TarContents Read(string file, Stream archive, CancellationToken cancellationToken)
    {
        var contents = new TarContents(file);
        if (IsCompressed(archive))
            contents.Damage = Compressed(file);
        else
            contents.ReadAll(archive, cancellationToken);
        return contents;
    }

    /// <summary>The error that an archive was compressed as a whole.</summary>
    public static ClipException Compressed(string file) => new(
        file, "is compressed, so that no picture in it can be read alone",
        "decompress it first, for instance with gunzip");

    private void ReadAll(Stream archive, CancellationToken cancellationToken)
    {
        var (next, length) = (0L, archive.Length);
        archive.Position = 0;
        using var reader = new TarReader(archive, leaveOpen: true);
        try
        {
            while (reader.GetNextEntry() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var isFile = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile
                    or TarEntryType.ContiguousFile;
                if (isFile && entry.Length > 0 && !TarHeader.IsSound(archive, entry.DataOffset - TarHeader.Length))
                    throw new InvalidDataException("The checksum of a header is wrong.");
                var start = entry.Length > 0 && entry.DataOffset > 0 ? entry.DataOffset : archive.Position;
                next = TarHeader.RoundUp(start + (start == entry.DataOffset ? entry.Length : 0));
                if (isFile && entry.DataOffset + entry.Length <= length)
                    Add(entry.Name, new TarMember(entry.DataOffset, entry.Length, TicksOf(entry)));
                if (next > length)
                    break;
            }
            // An archive ends with zeros, or with its last member.
            if (next > length || (length - next is > 0 and < TarHeader.Length))
                Damage = CutOff(length);
        }
        catch (EndOfStreamException)
        {
            Damage = CutOff(length);
        }
        catch (Exception error) when (
            error is InvalidDataException or FormatException or OverflowException or ArgumentException
                or NotSupportedException)
        {
            Damage = next == 0
                ? new ClipException(_file, "is no tar archive", "check the file", error)
                : new ClipException(
                    _file, $"is damaged at byte {next:N0}, so that only what stands before that is taken in",
                    "copy it again", error);
        }
    }

    private ClipException CutOff(long length) => new(
        _file, $"is cut off at byte {length:N0}, so that only what is whole before that is taken in", "copy it again");

    private void Add(string name, TarMember member)
    {
        var isSidecar = Sidecar.HasName(name);
        if (!isSidecar && !PictureFileName.HasPictureExtension(name))
            return;
        if (PathOf(name) is not { } path)
        {
            _strangeNames += isSidecar ? 0 : 1;
            _strangeName ??= isSidecar ? null : name;
            return;
        }
        if (path.Split('/').Any(static level => FolderEntry.IsHidden(level)))
            return;
        var usual = isSidecar ? Sidecar.UsualName(path) : path;
        (usual == path ? _members : _otherSpellings)[usual] = member;
    }

    /// <summary>A member's name as a path inside the archive; null where it is none.</summary>
    private static string? PathOf(string name)
    {
        // A name that is not UTF-8 has lost what tells it from others.
        if (name.StartsWith('/') || name.Contains('\0', StringComparison.Ordinal)
            || name.Contains('\\', StringComparison.Ordinal) || name.Contains('\uFFFD', StringComparison.Ordinal)
            || !RelativePath.IsUnicode(name))
        {
            return null;
        }
        string[] levels = [.. name.Split('/').Where(static level => level is not ("" or "."))];
        return levels.Length == 0 || levels.Contains("..")
            || (OperatingSystem.IsWindows() && !levels.All(ObjectAddress.IsNameOnWindows))
            ? null
            : string.Join('/', levels);
    }

    private static bool IsCompressed(Stream archive)
    {
        Span<byte> head = stackalloc byte[6];
        archive.Position = 0;
        head = head[..archive.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        // gzip, bzip2, xz and Zstandard.
        return head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) || head.StartsWith("BZh"u8)
            || head.StartsWith((ReadOnlySpan<byte>)[0xfd, .. "7zXZ"u8])
            || head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]);
    }

    private static long TicksOf(TarEntry entry) =>
        Math.Max(entry.ModificationTime.UtcTicks, DateTime.UnixEpoch.Ticks);
}
