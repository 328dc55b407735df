namespace Clip.Text.PreTokenizers;

/// <summary>A word to tokenize: a part of the text in bytes.</summary>
internal readonly record struct Piece(int Start, int Length)
{
    public int End => Start + Length;
}
