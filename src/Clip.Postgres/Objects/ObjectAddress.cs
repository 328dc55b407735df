using System.Buffers;
using Clip.Files;

namespace Clip.Postgres.Objects;

/// <summary>Where pictures lie in an object store: a bucket, and what the keys of its objects begin with.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What keys begin with: empty, or ending with <c>/</c>.</param>
internal sealed record ObjectAddress(string Bucket, string Prefix)
{
    private const int LongestKey = 1024;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("<>:\"|?*");

    /// <summary>Reads <c>s3://BUCKET/PREFIX</c>.</summary>
    /// <exception cref="ClipException">It is not such an address.</exception>
    public static ObjectAddress Parse(string address)
    {
        var parts = address[IndexLocation.ObjectScheme.Length..].Split('/', 2);
        var prefix = parts.Length == 2 ? parts[1].TrimEnd('/') : "";
        if (parts[0].Contains('@', StringComparison.Ordinal))
        {
            // What stands before it may be a secret, which no message shows.
            throw new ClipException(
                $"{IndexLocation.ObjectScheme}...@{parts[0].Split('@')[^1]}", "has keys in it",
                "leave them out, and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }
        return parts[0].Length > 0 && !parts[0].AsSpan().ContainsAny("?#: ")
            ? new ObjectAddress(parts[0], prefix.Length > 0 ? prefix + "/" : "")
            : throw new ClipException(address, "names no bucket", "write it as s3://BUCKET/PREFIX");
    }

    /// <summary>The key of a picture.</summary>
    public string KeyOf(string path) => Prefix + path;

    /// <summary>The address of a picture as people write it.</summary>
    public string Shown(string path) => $"{this}/{path}";

    /// <summary>A key as a path relative to the prefix; null where it cannot be one.</summary>
    public string? PathOf(string key)
    {
        if (key.Length > LongestKey || !key.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var path = key[Prefix.Length..];
        // Such a key names no file, or one outside of the folder that its picture is copied to.
        return path.Contains('\0', StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal)
            || !RelativePath.IsUnicode(path)
            || Array.Exists(path.Split('/'), static name => name.Length == 0 || name is "." or ".."
                || (OperatingSystem.IsWindows() && !IsNameOnWindows(name)))
            ? null
            : path;
    }

    /// <summary>Whether Windows takes a name for a file of that name, and not for a drive or a stream.</summary>
    internal static bool IsNameOnWindows(string name) =>
        !name.AsSpan().ContainsAny(NotInNames) && !name.AsSpan().ContainsAnyInRange('\0', '\u001f')
        && name[^1] is not ('.' or ' ');

    public override string ToString() => $"{IndexLocation.ObjectScheme}{Bucket}/{Prefix}".TrimEnd('/');
}
