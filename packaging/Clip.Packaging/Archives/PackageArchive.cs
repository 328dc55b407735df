using System.Formats.Tar;
using System.IO.Compression;

namespace Clip.Packaging.Archives;

/// <summary>
/// Archives that depend on the contents of a folder alone: sorted, with one time, owned by root, and with the modes
/// that an installed program has. The tools for this differ between operating systems.
/// </summary>
internal static class PackageArchive
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Runnable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const int RegularFile = 0x8000;

    /// <summary>Writes an archive that has the folder's name as its only top-level entry.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">The archive; its name ends in <c>.tar.gz</c> or <c>.zip</c>.</param>
    /// <param name="time">The time of all entries.</param>
    public static void Write(string folder, string file, DateTimeOffset time)
    {
        var root = Path.GetFullPath(folder);
        if (!Directory.Exists(root))
            throw new PackagingException($"{folder}: is no folder");
        var entries = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => new Entry(path, NameOf(root, path)))
            .OrderBy(static entry => entry.Name, StringComparer.Ordinal).ToList();
        if (file.EndsWith(".zip", StringComparison.Ordinal))
            WriteZip(entries, file, time);
        else if (file.EndsWith(".tar.gz", StringComparison.Ordinal))
            WriteTar(entries, file, time);
        else
            throw new PackagingException($"{file}: is named neither .tar.gz nor .zip");
    }

    private static void WriteTar(List<Entry> entries, string file, DateTimeOffset time)
    {
        using var output = File.Create(file);
        using var compressed = new GZipStream(output, CompressionLevel.Optimal);
        using var archive = new TarWriter(compressed, TarEntryFormat.Ustar);
        foreach (var entry in entries)
        {
            using var content = File.OpenRead(entry.Path);
            archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, entry.Name)
            {
                DataStream = content,
                ModificationTime = time,
                Mode = entry.Mode,
                UserName = "root",
                GroupName = "root",
            });
        }
    }

    private static void WriteZip(List<Entry> entries, string file, DateTimeOffset time)
    {
        using var archive = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        foreach (var entry in entries)
        {
            var written = archive.CreateEntry(entry.Name, CompressionLevel.Optimal);
            written.LastWriteTime = time.ToUniversalTime();
            written.ExternalAttributes = (RegularFile | (int)entry.Mode) << 16;
            using var content = File.OpenRead(entry.Path);
            using var target = written.Open();
            content.CopyTo(target);
        }
    }

    private static string NameOf(string root, string path) =>
        $"{Path.GetFileName(root)}/{Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/')}";

    /// <summary>A file and its name in the archive. Programs have no extension, or Windows' one.</summary>
    private sealed record Entry(string Path, string Name)
    {
        public UnixFileMode Mode =>
            System.IO.Path.GetFileName(Name) is "clipsearch" or "clipsearch.exe" ? Runnable : Readable;
    }
}
