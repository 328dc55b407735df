using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Clip.Server.Mounting;

/// <summary>
/// The id of a picture: the number of its folder and its path there. It stays the same as long as the file has its
/// path, so that it can be part of a bookmark. It is only ever looked up in an index and never used as a path.
/// </summary>
internal static class PictureId
{
    private const int Longest = 8192;

    /// <summary>The id of a picture.</summary>
    public static string Of(int folder, string path) => string.Create(
        CultureInfo.InvariantCulture, $"{folder}-{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(path))}");

    /// <summary>What an id says, or null where it is none.</summary>
    public static (int Folder, string Path)? Parse(string id)
    {
        var dash = id.IndexOf('-');
        if (dash < 1 || id.Length > Longest || !Base64Url.IsValid(id.AsSpan(dash + 1))
            || !int.TryParse(id.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var folder))
        {
            return null;
        }
        var path = Base64Url.DecodeFromChars(id.AsSpan(dash + 1));
        return Utf8.IsValid(path) ? (folder, Encoding.UTF8.GetString(path)) : null;
    }
}
