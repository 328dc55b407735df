namespace Clip.Text;

/// <summary>
/// What the post-processor puts around a text, worked out once: runs of fixed ids with the text's own ids between them.
/// </summary>
/// <param name="Parts">Runs of ids; null stands for the text.</param>
/// <param name="Reserved">How many places truncation keeps free for the fixed ids.</param>
internal sealed record SpecialTokens(IReadOnlyList<int[]?> Parts, int Reserved)
{
    public static readonly SpecialTokens None = new([null], 0);

    /// <summary>How many ids an encoded text of so many tokens has.</summary>
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
