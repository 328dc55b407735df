using Clip.Cli.Output;
using Clip.Images.Thumbnails;

namespace Clip.Cli.Showing;

/// <summary>Shows pictures in the terminal, each below its row.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="protocol">How; not <see cref="PreviewProtocol.Auto"/>.</param>
internal sealed class Preview(Terminal terminal, PreviewProtocol protocol)
{
    /// <summary>The most pixels of a side where the terminal shows pixels.</summary>
    private const int Side = 320;

    private const int LeastColumns = 20;
    private const int MostColumns = 64;

    private readonly ThumbnailReader _reader = new();

    /// <summary>Prepares to show pictures; null where none are to be shown.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="asked">What the user asked for.</param>
    public static Preview? Create(Terminal terminal, PreviewProtocol asked)
    {
        var protocol = asked == PreviewProtocol.Auto ? TerminalQuestion.Ask() : asked;
        return protocol == PreviewProtocol.Off ? null : new Preview(terminal, protocol);
    }

    /// <summary>Shows a picture; one that cannot be read is one line on standard error.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    public void Show(string file, CancellationToken cancellationToken)
    {
        try
        {
            terminal.Write(Encode(file, cancellationToken));
        }
        catch (PictureException error)
        {
            terminal.Warn($"{error.Subject}: {error.Problem}");
        }
    }

    private string Encode(string file, CancellationToken cancellationToken)
    {
        if (protocol == PreviewProtocol.Blocks)
        {
            var columns = Math.Clamp((terminal.Width ?? MostColumns) / 2, LeastColumns, MostColumns);
            return BlockPicture.Encode(_reader.Read(file, columns, columns, cancellationToken));
        }
        var pixels = _reader.Read(file, Side, Side, cancellationToken);
        return protocol switch
        {
            PreviewProtocol.Kitty => KittyPicture.Encode(pixels),
            PreviewProtocol.ITerm => ITermPicture.Encode(pixels),
            _ => SixelPicture.Encode(pixels),
        };
    }
}
