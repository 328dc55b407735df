namespace Clip.Images.Thumbnails;

/// <summary>A font of the system for the labels of a contact sheet.</summary>
internal static class SheetFont
{
    private static readonly string[] Names =
    [
        "NotoSansCJK-Regular.ttc", "DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf",
        "Arial Unicode.ttf", "Arial.ttf", "arial.ttf", "Ubuntu-R.ttf", "FreeSans.ttf", "Helvetica.ttc", "segoeui.ttf",
    ];

    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        MaxRecursionDepth = 6,
    };

    private static readonly Lazy<string?> Lookup = new(() =>
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in Folders().Where(Directory.Exists))
        {
            try
            {
                foreach (var file in Directory.EnumerateFiles(folder, "*.tt?", Everywhere))
                    files.TryAdd(Path.GetFileName(file), file);
            }
            catch (IOException)
            {
                // A folder that goes away has no fonts.
            }
        }
        return Names.Select(name => files.GetValueOrDefault(name)).FirstOrDefault(static file => file is not null)
            ?? files.Values.Order(StringComparer.Ordinal).FirstOrDefault();
    });

    /// <summary>The path of the first font that the system has; null where it has none.</summary>
    public static string? Find() => Lookup.Value;

    private static IEnumerable<string> Folders()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (home.Length > 0)
        {
            yield return Path.Combine(home, ".local", "share", "fonts");
            yield return Path.Combine(home, ".fonts");
            yield return Path.Combine(home, "Library", "Fonts");
        }
        yield return "/usr/share/fonts";
        yield return "/usr/local/share/fonts";
        yield return "/System/Library/Fonts";
        yield return "/Library/Fonts";
        var windows = Environment.GetFolderPath(Environment.SpecialFolder.Fonts);
        if (windows.Length > 0)
            yield return windows;
    }
}
