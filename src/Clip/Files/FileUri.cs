using System.Buffers;
using System.Globalization;
using System.Text;

namespace Clip.Files;

/// <summary>Addresses of files: <c>file://</c> (RFC 8089).</summary>
internal static class FileUri
{
    // What stands for itself in the path of an address, and the slashes between its parts.
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:"u8);

    /// <summary>The address of a file.</summary>
    /// <param name="fullPath">A full path of this machine.</param>
    /// <param name="host">The machine's name; empty where it goes without saying.</param>
    public static string Of(string fullPath, string host = "")
    {
        var path = Path.DirectorySeparatorChar == '\\' ? fullPath.Replace('\\', '/') : fullPath;
        if (path.StartsWith("//", StringComparison.Ordinal))
            return $"file:{Escape(path)}"; // a network path of Windows names its machine itself
        return $"file://{host}{(path.StartsWith('/') ? "" : "/")}{Escape(path)}";
    }

    private static string Escape(string path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var value in Encoding.UTF8.GetBytes(path))
        {
            if (Plain.Contains(value))
                text.Append((char)value);
            else
                text.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }
        return text.ToString();
    }
}
