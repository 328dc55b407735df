namespace Clip.Text.PreTokenizers;

/// <summary>One step that cuts text into words. Implementations are immutable.</summary>
internal abstract class PreTokenizer
{
    public abstract void Cut(PieceList pieces);
}
