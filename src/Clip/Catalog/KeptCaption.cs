namespace Clip.Catalog;

/// <summary>A caption that was given to a picture, as it is kept while the picture is not in the index.</summary>
/// <param name="Text">The caption.</param>
/// <param name="File">The caption file that says it, as the index names it; null where none is known.</param>
/// <param name="IsMoved">Whether the file says it of a path that the picture had before it was moved.</param>
internal readonly record struct KeptCaption(string Text, string? File = null, bool IsMoved = false)
{
    private const char Separator = '\u001e';
    private const char Names = '\u001f';
    private const char NamesMoved = '\u001d';

    /// <summary>The captions as one text.</summary>
    public static string Format(IEnumerable<KeptCaption> captions) => string.Join(
        Separator, captions.Select(static caption => caption.File is { } file
            ? $"{Plain(caption.Text)}{(caption.IsMoved ? NamesMoved : Names)}{file}"
            : Plain(caption.Text)));

    /// <summary>The captions that a text holds.</summary>
    public static IReadOnlyList<KeptCaption> Parse(string stored) =>
        [.. stored.Split(Separator).Select(static caption =>
        {
            var end = caption.AsSpan().IndexOfAny(Names, NamesMoved);
            return end < 0
                ? new KeptCaption(caption)
                : new KeptCaption(caption[..end], caption[(end + 1)..], caption[end] == NamesMoved);
        })];

    private static string Plain(string text) =>
        text.Replace(Separator, ' ').Replace(Names, ' ').Replace(NamesMoved, ' ');
}
