namespace Clip.Text.PostProcessing;

/// <summary>
/// The ids that the post-processor adds around a text, computed once when the file is loaded: runs of fixed ids with
/// the ids of the text between them.
/// </summary>
/// <param name="Parts">Runs of ids; null stands for the text.</param>
/// <param name="Reserved">How many ids truncation reserves for the fixed ids.</param>
internal sealed record SpecialTokens(IReadOnlyList<int[]?> Parts, int Reserved)
{
    public static readonly SpecialTokens None = new([null], 0);

    /// <summary>The number of ids of an encoded text.</summary>
    /// <param name="textLength">The number of ids of the text alone.</param>
    public int LengthWith(int textLength)
    {
        var length = 0;
        foreach (var part in Parts)
            length += part?.Length ?? textLength;
        return length;
    }

    /// <summary>Writes the ids of an encoded text.</summary>
    public void Write(ReadOnlySpan<int> text, Span<int> destination)
    {
        foreach (var part in Parts)
        {
            ReadOnlySpan<int> ids = part is null ? text : part;
            ids.CopyTo(destination);
            destination = destination[ids.Length..];
        }
    }
}
