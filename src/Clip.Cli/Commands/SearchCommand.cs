using System.CommandLine;
using Clip.Cli.Inputs;
using Clip.Cli.Output;

namespace Clip.Cli.Commands;

/// <summary><c>search</c>: the pictures nearest to a text, a picture or a mix.</summary>
internal static class SearchCommand
{
    public static Command Build()
    {
        var query = new QueryInput();
        var index = new IndexOptions();
        var results = new ResultOptions();
        var command = new Command("search", "Find the pictures nearest to a text, a picture or a weighted mix");
        query.AddTo(command);
        index.AddTo(command, writes: true);
        command.Options.Add(index.NoIndex);
        results.AddTo(command);

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            var asked = query.Read(parsed, terminal);
            using var model = Models.Load(parsed, once: true);
            var location = index.Location(parsed);

            // The query's encoder loads while the folder is walked: both together take as long as the longer one.
            var encoding = Task.Run(() => QueryInput.EncodeAsync(asked, model, terminal, cancellationToken), cancellationToken);
            if (!parsed.GetValue(index.NoIndex))
                await IndexUpdate.BeforeSearchAsync(model, location, index.Indexing(parsed), terminal, cancellationToken).ConfigureAwait(false);
            var vector = await encoding.ConfigureAwait(false);

            using var opened = IndexUpdate.OpenRead(location, model);
            var hits = opened.SearchPictures(vector, results.TopK(parsed), minScore: results.MinScore(parsed), cancellationToken: cancellationToken);
            return new PictureResults(terminal, results, parsed, location).Write(hits);
        });
        return command;
    }
}
