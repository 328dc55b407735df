namespace Clip.Text.PreTokenizers;

/// <summary>A step that splits text into words. Implementations are immutable.</summary>
internal abstract class PreTokenizer
{
    public abstract void Cut(PieceList pieces);
}
