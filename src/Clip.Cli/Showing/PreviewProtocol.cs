namespace Clip.Cli.Showing;

/// <summary>How pictures are written to a terminal.</summary>
internal enum PreviewProtocol
{
    /// <summary>They are not.</summary>
    Off,

    /// <summary>The best that the terminal says it understands.</summary>
    Auto,

    /// <summary>The kitty graphics protocol: PNG in chunks of base64.</summary>
    Kitty,

    /// <summary>iTerm2's inline images: a JPEG file in base64.</summary>
    ITerm,

    /// <summary>Sixel: six rows of pixels per character, with a palette.</summary>
    Sixel,

    /// <summary>Half blocks in 24-bit colors, which every terminal with colors shows.</summary>
    Blocks,
}
