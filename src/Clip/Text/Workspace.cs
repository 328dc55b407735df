using Clip.Text.Models;
using Clip.Text.PreTokenizers;
using Clip.Text.Unicode;

namespace Clip.Text;

/// <summary>The buffers of one thread, reused from text to text.</summary>
internal sealed class Workspace
{
    /// <summary>A thread that has once met a giant text does not hold its buffers for ever.</summary>
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static Workspace? _ofThisThread;

    private Workspace() => Pieces = new PieceList(Text);

    /// <summary>The text as given.</summary>
    public ByteBuffer Original { get; } = new();

    /// <summary>The part of it that is being normalized and cut.</summary>
    public TextBuffer Text { get; } = new();

    public PieceList Pieces { get; }

    /// <summary>The ids of the text so far, without special tokens.</summary>
    public IdList Ids { get; } = new();

    /// <summary>Takes this thread's buffers; a second taker before <see cref="Return"/> gets new ones.</summary>
    public static Workspace Take()
    {
        var workspace = _ofThisThread ?? new Workspace();
        _ofThisThread = null;
        workspace.Original.Clear();
        workspace.Ids.Truncate(0);
        return workspace;
    }

    public void Return()
    {
        if (Original.Capacity + Text.Capacity + Ids.Capacity + Pieces.Capacity <= LargestKept)
            _ofThisThread = this;
    }
}
