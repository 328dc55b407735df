using System.Collections.Frozen;
using System.IO.Hashing;
using System.Reflection;

namespace Clip.Server.Page;

/// <summary>A file of the web page.</summary>
/// <param name="Content">The bytes, as they are served.</param>
/// <param name="Type">The media type.</param>
/// <param name="Tag">The entity tag, which changes with the content.</param>
internal sealed record PageFile(ReadOnlyMemory<byte> Content, string Type, string Tag)
{
    private const string Prefix = "page/";

    private static readonly Lazy<FrozenDictionary<string, PageFile>> _all = new(static () =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(static name => name[Prefix.Length..], Read, StringComparer.Ordinal));

    /// <summary>All files by name.</summary>
    public static IReadOnlyDictionary<string, PageFile> All => _all.Value;

    private static PageFile Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new PageFile(content, TypeOf(resource), $"\"{XxHash128.HashToUInt128(content):x32}\"");
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".svg" => "image/svg+xml",
        var extension => throw new InvalidOperationException($"The page has a file of an unknown type: {extension}."),
    };
}
