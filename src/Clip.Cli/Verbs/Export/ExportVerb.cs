using System.CommandLine;
using System.Text.Json.Serialization;
using Clip.Cli.Inputs;
using Clip.Cli.Languages;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;

namespace Clip.Cli.Verbs.Export;

/// <summary>What <c>export</c> is asked to do.</summary>
/// <param name="Model">The model of an index that is brought up to date.</param>
/// <param name="Index">The index.</param>
/// <param name="Output">The file to write.</param>
/// <param name="Folder">The folder whose index gets a copy of a database's library; null to write files.</param>
internal sealed record ExportSettings(
    ModelSettings Model, IndexSettings Index, string Output, IndexLocation? Folder);

internal sealed record ExportLine(long Rows, int Dimensions, string Model, IReadOnlyList<string> Files);

/// <summary>The JSON line of a library that was copied from a database into a folder.</summary>
internal sealed record ExportedIndexLine(string Format, long Exported, long Captions, string Folder, string Store);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExportLine))]
[JsonSerializable(typeof(ExportedIndexLine))]
internal sealed partial class ExportJson : JsonSerializerContext;

/// <summary><c>export</c>: the vectors of an index for other programs.</summary>
internal sealed class ExportVerb : IVerb<ExportSettings>
{
    private readonly Argument<string> _output = new("OUT")
    {
        Description = "NAME.npy (with the paths and captions in NAME.jsonl), NAME.parquet or NAME.safetensors; with "
            + "--store, also a folder of pictures, whose index in FOLDER/.clip becomes a copy",
    };

    private readonly IndexOptions _index = new();

    public ExportVerb()
    {
        Command.Arguments.Add(_output);
        _index.AddWholeTo(Command);
    }

    public VerbCommand Command { get; } = new(
        "export", "Write every vector of an index, with its path and captions, for other programs",
        "clipsearch export vectors.npy --in ~/Pictures",
        "clipsearch export vectors.parquet --in ~/Pictures",
        "clipsearch export ~/Pictures --store postgres://clip@db/pictures",
        "clipsearch export vectors.safetensors --in ~/Pictures --json");

    public ExportSettings Resolve(ParseResult parsed) =>
        new(ModelOptions.Resolve(parsed), _index.Resolve(parsed), parsed.GetRequiredValue(_output), FolderOf(parsed));

    private IndexLocation? FolderOf(ParseResult parsed)
    {
        var output = parsed.GetRequiredValue(_output);
        return _index.StoreOf(parsed) is not null && Directory.Exists(output) ? IndexLocation.For(output) : null;
    }

    public async Task<int> RunAsync(ExportSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var (location, folder) = (settings.Index.Location, settings.Index.Folder);
        if (settings.Folder is { } copy)
            return Copy(location, copy, terminal, cancellationToken);
        VectorTableWriter.RequireFormat(settings.Output);
        await UpdateAsync(settings, terminal, cancellationToken).ConfigureAwait(false);
        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        var rows = IndexExport.Rows(snapshot, folder);
        var count = rows.LongCount();
        if (count == 0)
        {
            terminal.Warn($"{DisplayPath.Of(location.Directory)}: has no pictures, so nothing is written");
            return ExitCode.Nothing;
        }

        var model = snapshot.Model;
        var files = VectorTableWriter.Write(settings.Output, rows, model.Dimensions, model.Name, cancellationToken);
        if (terminal.IsJson)
        {
            terminal.Json(
                new ExportLine(count, model.Dimensions, model.Name, files), ExportJson.Default.ExportLine);
        }
        else if (!terminal.IsQuiet)
        {
            terminal.Line(Texts.Say(
                $"{count:N0} vectors of {model.Dimensions} dimensions ({model.Name}) in "
                + $"{string.Join(Texts.Of(" and "), files.Select(DisplayPath.Of))}"));
        }

        return ExitCode.Found;
    }

    private static async Task UpdateAsync(
        ExportSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var index = settings.Index;
        if (index.Update is null)
        {
            if (index.Folder.Length > 0)
                terminal.Warn(Notices.IndexAbove(index.Location, index.Folder));
            return;
        }
        using var model = IndexModels.Load(index.Location, settings.Model);
        await FolderSearch.UpdateAsync([index], model, settings.Model, terminal, cancellationToken)
            .ConfigureAwait(false);
    }

    private static int Copy(
        IndexLocation from, IndexLocation to, Terminal terminal, CancellationToken cancellationToken)
    {
        var (files, captions) = StoreTransfer.Copy(from, to, null, cancellationToken);
        if (terminal.IsJson)
        {
            terminal.Json(
                new ExportedIndexLine("index", files, captions, to.Root, from.Directory),
                ExportJson.Default.ExportedIndexLine);
        }
        else if (!terminal.IsQuiet)
        {
            terminal.Line(CopiedRow.Of(to.Directory, files, captions));
        }
        return files > 0 ? ExitCode.Found : ExitCode.Nothing;
    }
}
