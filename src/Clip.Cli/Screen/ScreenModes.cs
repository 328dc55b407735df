using System.Text;

namespace Clip.Cli.Screen;

/// <summary>The sequences that turn a terminal into a screen and back.</summary>
internal static class ScreenModes
{
    /// <summary>
    /// The alternate screen, without cursor and automatic line breaks; the mouse in SGR's form; pasted text marked.
    /// </summary>
    public const string Enter = "\e[?1049h\e[?25l\e[?7l\e[?1000h\e[?1006h\e[?2004h";

    /// <summary>Undoes <see cref="Enter"/>, whatever of it was done.</summary>
    public const string Leave = "\e[0m\e[?2004l\e[?1006l\e[?1000l\e[?7h\e[?25h\e[?1049l";

    /// <summary>Asks kitty's graphics: a picture of one pixel that is checked and not kept.</summary>
    public const string GraphicsQuestion = "\e_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\e\\";

    /// <summary>Asks for the attributes, which every terminal knows, so that their answer ends the answers.</summary>
    public const string AttributesQuestion = "\e[c";

    /// <summary>
    /// Asks for the terminal's graphics, the size of a cell in pixels, and, as the end of the answers, its attributes.
    /// </summary>
    public const string Questions = $"{GraphicsQuestion}\e[16t{AttributesQuestion}";

    /// <summary>Puts a text into the clipboard of the terminal, over SSH too (OSC 52).</summary>
    public static string Copy(string text) => $"\e]52;c;{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}\e\\";
}
