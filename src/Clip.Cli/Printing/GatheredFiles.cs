using Clip.Cli.Languages;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Cli.Showing;

namespace Clip.Cli.Printing;

/// <summary>Copies or links the files of results into a folder.</summary>
/// <param name="terminal">Where to report.</param>
/// <param name="settings">What to do.</param>
internal sealed class GatheredFiles(Terminal terminal, GatherSettings settings)
{
    private readonly FileSorting _files = new(settings.Folder);
    private readonly Dictionary<string, string> _places = [];

    /// <summary>Whether any file could not be copied or linked.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Plans a result; one that several queries find is gathered once.</summary>
    /// <returns>Its place as a user sees it; null where there is none.</returns>
    public string? Add(ShownPicture result)
    {
        try
        {
            if (!_places.TryGetValue(result.File, out var place))
                _places[result.File] = place = DisplayPath.Of(_files.Add(result.File).To);
            return place;
        }
        catch (ClipException error)
        {
            Report(error);
            return null;
        }
    }

    /// <summary>Copies or links what was planned, or says that it would be.</summary>
    public void Finish(CancellationToken cancellationToken)
    {
        var todo = _files.Files.Count(static file => !file.IsThere);
        var there = _files.Files.Count - todo;
        var left = there > 0 ? Texts.Say($"; {there:N0} there already") : "";
        var done = settings.IsDry ? todo : _files.ApplyWithoutUndoFile(settings.Action, Report, cancellationToken);
        var isCopied = settings.Action == SortAction.Copy;
        var what = settings.IsDry
            ? isCopied ? Texts.Say($"{done:N0} would be copied") : Texts.Say($"{done:N0} would be linked")
            : isCopied ? Texts.Say($"{done:N0} copied") : Texts.Say($"{done:N0} linked");
        terminal.Warn($"{DisplayPath.Of(settings.Folder)}: {what}{left}");
    }

    private void Report(ClipException error)
    {
        HasFailed = true;
        terminal.Error(ErrorText.Of(error));
    }
}
