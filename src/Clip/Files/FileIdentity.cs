namespace Clip.Files;

/// <summary>
/// What tells a file apart from another of the same name, size and time of writing. Programs set that time as they
/// like, and renumbered pictures keep it, but the change time is the file system's own and the number belongs to one
/// file. Where either differs, the content has to be read; it may still be the same.
/// </summary>
/// <param name="Changed">
/// When the content, the name or the rights last changed, in ticks since 1970; 0 where the file system does not say.
/// </param>
/// <param name="Number">
/// The inode or file ID; 0 where the file system makes up new ones each time it is mounted.
/// </param>
internal readonly record struct FileIdentity(long Changed, long Number);
