using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;

namespace Clip.Cli.Inputs;

/// <summary>The folders that a verb searches together, with their model and what reports about them.</summary>
internal sealed class FolderSearch : IDisposable
{
    private readonly ClipModel _model;
    private readonly SearchReporter _reporter;

    private FolderSearch(IReadOnlyList<IndexSettings> folders, ClipModel model, string? modelHint, Terminal terminal)
    {
        _model = model;
        var isOne = folders.Count == 1;
        _reporter = new SearchReporter(terminal, folders[0].Location, isOne ? folders[0].Folder : "", modelHint);
        Search = new PictureSearch(model, [.. folders.Select(static folder => folder.Searched)]);
        Update = isOne ? folders[0].Update : null;
    }

    /// <summary>The search.</summary>
    public PictureSearch Search { get; }

    /// <summary>What requests report to.</summary>
    public SearchObserver Observer => _reporter.Observer;

    /// <summary>How a request is to update the index; null where that has been done or is not wanted.</summary>
    public IndexerOptions? Update { get; }

    /// <summary>Loads the model of the indexes. Several indexes are updated one after the other.</summary>
    /// <exception cref="ClipException">The model cannot be loaded, or an index not be updated.</exception>
    public static async Task<FolderSearch> OpenAsync(
        IReadOnlyList<IndexSettings> folders, ModelSettings settings, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var model = LoadModel(folders, settings);
        try
        {
            foreach (var folder in folders)
                Choose(folder, model, terminal, cancellationToken);
            if (folders.Count > 1)
            {
                folders = await UpdateAsync(folders, model, settings, terminal, cancellationToken)
                    .ConfigureAwait(false);
            }
            return new FolderSearch(folders, model, EmbeddedModelHint.Of(settings, model), terminal);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Updates the indexes of folders one after the other, as far as that is wanted.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="model">Their model; null where no index is to be updated.</param>
    /// <param name="settings">What the command line asks for.</param>
    /// <param name="terminal">Where to report.</param>
    /// <param name="cancellationToken">Stops the update.</param>
    /// <returns>
    /// The folders that can be searched: of several, those that have neither pictures nor an index, such as one whose
    /// drive is away, are named and left out.
    /// </returns>
    /// <exception cref="ClipException">An index, or each of several, can neither be updated nor searched.</exception>
    public static async Task<IReadOnlyList<IndexSettings>> UpdateAsync(
        IReadOnlyList<IndexSettings> folders, ClipModel? model, ModelSettings settings, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var modelHint = model is null ? null : EmbeddedModelHint.Of(settings, model);
        List<IndexSettings> searchable = [];
        List<ClipException> errors = [];
        foreach (var folder in folders)
        {
            try
            {
                if (folder.Update is { } update)
                {
                    using var search = new PictureSearch(model!, folder.Location);
                    using var reporter = new SearchReporter(terminal, folder.Location, folder.Folder, modelHint);
                    await search.UpdateAsync(update, reporter.Observer, cancellationToken).ConfigureAwait(false);
                    modelHint = reporter.HasHinted ? null : modelHint;
                }
                else if (folders.Count > 1)
                {
                    PictureIndex.Open(folder.Location).Dispose();
                }
                searchable.Add(folder);
            }
            catch (ClipException error) when (
                folders.Count > 1 && error is FolderException or IndexException { Fault: IndexFault.Missing })
            {
                errors.Add(error);
                if (errors.Count == folders.Count)
                    throw;
            }
        }
        foreach (var error in errors)
            terminal.Warn(ErrorText.Of(error));
        return searchable;
    }

    /// <summary>
    /// Chooses how a library of a database is searched, where a share of an exact answer is asked for.
    /// </summary>
    private static void Choose(
        IndexSettings folder, ClipModel model, Terminal terminal, CancellationToken cancellationToken)
    {
        if (folder.Recall is not { } recall)
            return;
        var choice = recall.Store.ChooseRecall(folder.Location, recall.Share, model, cancellationToken);
        terminal.Warn($"{DisplayPath.Of(folder.Location.Directory)}: {Notices.Recall(choice)}");
    }

    /// <summary>The model of the first index that exists; indexes that are new are made with it.</summary>
    public static ClipModel LoadModel(IReadOnlyList<IndexSettings> folders, ModelSettings settings)
    {
        var known = folders.FirstOrDefault(static folder => PictureIndex.Exists(folder.Location)) ?? folders[0];
        return IndexModels.Load(known.Location, settings);
    }

    public void Dispose()
    {
        _reporter.Dispose();
        Search.Dispose();
        _model.Dispose();
    }
}
