namespace Clip.Files;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    /// <summary>A file with content of its own.</summary>
    Regular,

    Folder,

    /// <summary>A symbolic link or another reparse point that was not followed.</summary>
    Link,

    /// <summary>A named pipe; opening it may block for ever.</summary>
    Pipe,

    Socket,

    /// <summary>A block or character device.</summary>
    Device,
}
