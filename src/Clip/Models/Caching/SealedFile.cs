using System.Globalization;
using System.IO.Hashing;
using Clip.Files;

namespace Clip.Models.Caching;

/// <summary>What the seal of a saved graph says of one file: a line of text of a fixed form.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Hash">The hash of its whole content (XXH128).</param>
/// <param name="Samples">Its <see cref="SampledHash"/>.</param>
/// <param name="Stamp">
/// Its <see cref="ContentStamp"/> when its whole content was compared with the hash; 0 where that was not done yet.
/// </param>
internal sealed record SealedFile(string Name, long Length, UInt128 Hash, UInt128 Samples, UInt128 Stamp)
{
    /// <summary>Describes a file that was just written.</summary>
    public static SealedFile Of(FileInfo file) => new(
        file.Name, file.Length, HashOf(file.FullName), SampledHash.OfFile(file.FullName), UInt128.Zero);

    /// <summary>Reads a line; null if it is damaged, or names a file that is missing or has another length.</summary>
    public static SealedFile? Parse(string line, string folder) =>
        line.Split(' ') is [var name, var length, var hash, var samples, var stamp]
            && Path.GetFileName(name) == name && !name.Contains('\0')
            && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            && new FileInfo(Path.Combine(folder, name)) is { Exists: true } info
            && info.Length == bytes
            && ParseHash(hash) is { } whole && ParseHash(samples) is { } sampled && ParseHash(stamp) is { } verified
            ? new SealedFile(name, bytes, whole, sampled, verified)
            : null;

    /// <summary>The line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name} {Length} {Hash:x32} {Samples:x32} {Stamp:x32}");

    /// <summary>
    /// Compares the file with what was written: by samples where it was compared before and nobody has written it
    /// since, otherwise byte by byte.
    /// </summary>
    /// <param name="folder">The folder of the saved graph.</param>
    /// <returns>What the seal can say of the file from now on; null if it is not what was written.</returns>
    public SealedFile? Verify(string folder)
    {
        var path = Path.Combine(folder, Name);
        var stamp = ContentStamp.Of(path);
        if (Stamp != UInt128.Zero && stamp?.Value == Stamp)
            return SampledHash.OfFile(path) == Samples ? this : null;
        if (HashOf(path) != Hash)
            return null;
        return this with { Stamp = stamp is { IsSettled: true } settled ? settled.Value : UInt128.Zero };
    }

    private static UInt128? ParseHash(string text) => text.Length == 32
        && UInt128.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var hash) ? hash : null;

    private static unsafe UInt128 HashOf(string path)
    {
        var length = new FileInfo(path).Length;
        if (length == 0)
            return XxHash128.HashToUInt128([]);

        var hash = new XxHash128();
        using var file = File.OpenHandle(path);
        using var view = FileView.Open(file, length);
        const int maxSpan = 1 << 30;
        for (long offset = 0; offset < length; offset += maxSpan)
            hash.Append(new ReadOnlySpan<byte>(view.Start + offset, (int)Math.Min(maxSpan, length - offset)));
        return hash.GetCurrentHashAsUInt128();
    }
}
