namespace Clip.Files;

/// <summary>
/// Folders that hold no pictures of the user's own, but thumbnails, previews, deleted files and the like. Hidden ones
/// are skipped anyway; they are listed for systems where a leading dot hides nothing.
/// </summary>
internal static class DefaultExcludes
{
    /// <summary>The patterns, as in <see cref="FolderWalkOptions.Exclude"/>.</summary>
    public static IReadOnlyList<string> Patterns { get; } =
    [
        // Network storage: Synology, QNAP, Asustor, NetApp, Samba.
        "@eaDir", "#recycle", "#snapshot", "@Recycle", "@Recycle.bin", "@Recently-Snapshot", "@sharesnap", "@__thumb",
        ".@__thumb", "@Transcode", "@tmp", "@synologydrive", "~snapshot", "Network Trash Folder", "Temporary Items",

        // Operating systems.
        "$RECYCLE.BIN", "RECYCLER", "RECYCLED", "System Volume Information", "lost+found", ".Trash*", ".Trashes",
        ".dtrash", ".thumbnails", "ehthumbs*.db", "Thumbs.db", "__MACOSX",

        // Previews and thumbnails of photo managers, beside or inside their libraries.
        "*.lrdata", "*.lrcat-data", "**/*.photoslibrary/resources", "**/*.photoslibrary/database",
        "**/*.photoslibrary/private", "**/*.photoslibrary/internal", "**/*.photolibrary/Thumbnails",
        "**/*.photolibrary/Previews", "**/*.migratedphotolibrary/Thumbnails", "**/*.migratedphotolibrary/Previews",
        "**/*.aplibrary/Thumbnails", "**/*.aplibrary/Previews", "**/CaptureOne/Cache", "*.cocatalog-cache",
        "**/appdata_*/preview", ".picasaoriginals", "ZbThumbnail.info",

        // Packages of programs.
        "node_modules", "bower_components", "__pycache__", "site-packages",
    ];
}
