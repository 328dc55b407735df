using Clip.Cli.Screen;

namespace Clip.Cli.Verbs.Browse;

/// <summary>What happened.</summary>
internal abstract record BrowseEvent
{
    private BrowseEvent()
    {
    }

    /// <summary>The user did something.</summary>
    internal sealed record Input(ScreenEvent Happened) : BrowseEvent;

    /// <summary>The terminal has a size.</summary>
    internal sealed record Sized(int Width, int Height) : BrowseEvent;

    /// <summary>A search is answered.</summary>
    /// <param name="Version">Its number.</param>
    /// <param name="Items">The pictures, best first.</param>
    /// <param name="HasMore">Whether there may be more.</param>
    /// <param name="Milliseconds">How long it took.</param>
    internal sealed record Found(int Version, IReadOnlyList<BrowseItem> Items, bool HasMore, double Milliseconds)
        : BrowseEvent;

    /// <summary>A search cannot be answered.</summary>
    internal sealed record Failed(int Version, string Problem) : BrowseEvent;

    /// <summary>The update of the index goes on, or has ended where the text is empty.</summary>
    /// <param name="Progress">How far it is.</param>
    /// <param name="HasChanged">Whether the index has changed.</param>
    internal sealed record Indexed(string Progress, bool HasChanged) : BrowseEvent;

    /// <summary>Files have been moved.</summary>
    /// <param name="Files">Where they were.</param>
    /// <param name="Message">What to say about it.</param>
    internal sealed record Moved(IReadOnlyList<string> Files, string Message) : BrowseEvent;

    /// <summary>There is something to say.</summary>
    internal sealed record Said(string Message) : BrowseEvent;

    /// <summary>A picture has been read.</summary>
    internal sealed record PictureRead : BrowseEvent;
}

/// <summary>What is to be done.</summary>
internal abstract record BrowseEffect
{
    private BrowseEffect()
    {
    }

    /// <summary>Search; whatever is being searched for is not needed any more.</summary>
    internal sealed record Search(int Version, BrowseQuery Query) : BrowseEffect;

    /// <summary>Put the paths into the clipboard.</summary>
    internal sealed record Copy(IReadOnlyList<string> Files) : BrowseEffect;

    /// <summary>Open files in the system's viewer.</summary>
    internal sealed record Open(IReadOnlyList<string> Files) : BrowseEffect;

    /// <summary>Move files to a folder.</summary>
    internal sealed record Move(IReadOnlyList<string> Files, string Folder) : BrowseEffect;

    /// <summary>Let the shell have the terminal for a while.</summary>
    internal sealed record Suspend : BrowseEffect;

    /// <summary>Draw everything again.</summary>
    internal sealed record Redraw : BrowseEffect;

    /// <summary>End.</summary>
    internal sealed record Quit : BrowseEffect;
}
