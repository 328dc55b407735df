namespace Clip.Captions;

/// <summary>Collects a file's captions and the errors of its bad lines, of which a limited number is kept.</summary>
internal sealed class CaptionCollector(string path, CancellationToken cancellationToken)
{
    private readonly List<CaptionRecord> _records = [];
    private readonly List<ClipException> _errors = [];
    private long _bad;

    public IReadOnlyList<CaptionRecord> Records => _records;

    public IReadOnlyList<ClipException> Errors =>
        _bad <= CaptionFile.MaxErrors ? _errors : [.. _errors, FurtherLines()];

    public string Path => path;

    public CancellationToken Cancellation => cancellationToken;

    /// <summary>
    /// Adds a caption, unless it consists of white space; reports one that no text may contain, or whose picture's name
    /// no path may.
    /// </summary>
    /// <param name="line">The number of its line, from 1.</param>
    /// <param name="picture">The picture, if the file names one.</param>
    /// <param name="text">The caption.</param>
    /// <returns>Whether there is a caption, even if it is not valid.</returns>
    public bool Add(long line, string? picture, string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
            return false;
        picture = picture?.Trim();
        if (text.Contains('\0'))
            Bad(line, "has a caption with a null character", "write the caption without it");
        else if (picture?.Contains('\0') == true)
            Bad(line, "names a picture with a null character", "write the name without it");
        else
            _records.Add(new CaptionRecord(string.IsNullOrEmpty(picture) ? null : picture, text));
        return true;
    }

    /// <summary>Reports a bad line.</summary>
    /// <param name="line">The number of the line, from 1.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="remedy">How to fix it.</param>
    public void Bad(long line, string problem, string remedy)
    {
        if (++_bad <= CaptionFile.MaxErrors)
            _errors.Add(new ClipException($"{path}:{line}", problem, remedy));
    }

    /// <summary>Reports a string with half a surrogate pair, such as <c>"\ud83d"</c>.</summary>
    public void BadEscape(long line) =>
        Bad(line, "has a text that is not valid Unicode", "write both halves of each surrogate pair (\\ud83d\\udc15)");

    public void BadEncoding(long line) => Bad(line, "is not valid UTF-8", "save the file as UTF-8");

    public void BadLength(long line) =>
        Bad(line, $"is longer than {CaptionFile.MaxLineBytes:N0} bytes", "put each caption on a line of its own");

    /// <summary>Discards everything, before the same file is read again.</summary>
    public void Clear()
    {
        _records.Clear();
        _errors.Clear();
        _bad = 0;
    }

    private ClipException FurtherLines() => new(
        path, $"{_bad - CaptionFile.MaxErrors} further lines are bad", "check that the file is a caption file");
}
