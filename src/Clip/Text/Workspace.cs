using Clip.Text.Models;
using Clip.Text.PreTokenizers;
using Clip.Text.Unicode;

namespace Clip.Text;

/// <summary>The buffers of one thread, reused for one text after another.</summary>
internal sealed class Workspace
{
    /// <summary>Buffers that a giant text has enlarged beyond this size are not kept.</summary>
    private const int MaxKeptSize = 1 << 20;

    [ThreadStatic]
    private static Workspace? _ofThisThread;

    private Workspace() => Pieces = new PieceList(Text);

    /// <summary>The original text.</summary>
    public ByteBuffer Original { get; } = new();

    /// <summary>The part of the text that is being normalized and split.</summary>
    public TextBuffer Text { get; } = new();

    /// <summary>The words of that part.</summary>
    public PieceList Pieces { get; }

    /// <summary>The ids so far, without the special tokens around the text.</summary>
    public IdList Ids { get; } = new();

    /// <summary>Takes the buffers of this thread; before <see cref="Return"/> a second caller gets new ones.</summary>
    /// <param name="traces">Whether the part of the text that each id stands for is recorded.</param>
    public static Workspace Take(bool traces = false)
    {
        var workspace = _ofThisThread ?? new Workspace();
        _ofThisThread = null;
        workspace.Original.Clear();
        workspace.Ids.Truncate(0);
        workspace.Ids.RecordsSpans = traces;
        workspace.Text.IsTraced = traces;
        return workspace;
    }

    public void Return()
    {
        if (Original.Capacity + Text.Capacity + Ids.Capacity + Pieces.Capacity <= MaxKeptSize)
            _ofThisThread = this;
    }
}
