namespace Clip.Files;

/// <summary>The kind of file in the mode bits that every Unix has.</summary>
internal static class UnixFileKind
{
    public static FileKind Of(int mode) => (mode & 0xf000) switch
    {
        0x1000 => FileKind.Pipe,
        0x4000 => FileKind.Folder,
        0x8000 => FileKind.Regular,
        0xa000 => FileKind.Link,
        0xc000 => FileKind.Socket,
        _ => FileKind.Device,
    };
}
