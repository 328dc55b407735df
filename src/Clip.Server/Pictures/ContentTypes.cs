namespace Clip.Server.Pictures;

/// <summary>
/// The content types of picture files by their names. Browsers are told not to guess, so a file that is something else
/// than its name says is not shown.
/// </summary>
internal static class ContentTypes
{
    /// <summary>The type of a file.</summary>
    public static string Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" or ".jpe" or ".jfif" => "image/jpeg",
        ".png" or ".apng" => "image/png",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".avif" => "image/avif",
        ".heic" => "image/heic",
        ".heif" => "image/heif",
        ".bmp" or ".dib" => "image/bmp",
        ".tif" or ".tiff" => "image/tiff",
        ".jxl" => "image/jxl",
        ".jp2" => "image/jp2",
        ".ico" => "image/x-icon",
        _ => "application/octet-stream",
    };
}
