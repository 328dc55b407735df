using System.CommandLine;
using Clip.Cli.Output;
using Clip.Hub;

namespace Clip.Cli.Commands;

/// <summary><c>models verify</c>: hashes the files of a download again.</summary>
internal static class ModelsVerifyCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("NAME") { Description = "A short name or OWNER/NAME; with @REVISION only that one" };
        var command = new Command("verify", "Check the files of a downloaded model against the hashes that the hub lists");
        command.Arguments.Add(name);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            var text = parsed.GetValue(name)!;
            var model = ModelsCommand.Resolve(text);
            var cache = HubCache.FromEnvironment();
            IReadOnlyList<CachedModel> downloads = [.. cache.Of(model).Where(download =>
                !text.Contains('@', StringComparison.Ordinal) || download.Model.Revision == model.Revision || download.Commit == model.Revision)];
            if (downloads.Count == 0)
                throw new HubException(text, "is not downloaded", $"run: clipsearch models pull {text}");

            var isSound = true;
            foreach (var download in downloads)
            {
                await foreach (var file in cache.VerifyAsync(download, cancellationToken: cancellationToken).ConfigureAwait(false))
                {
                    isSound &= file.Problem is null;
                    Write(terminal, parsed, download, file);
                }
            }
            if (cache.Find(model) is null)
                throw new HubException(text, "is not downloaded completely", $"run: clipsearch models pull {text}");
            return isSound ? ExitCode.Found : ExitCode.Error;
        });
        return command;
    }

    private static void Write(Terminal terminal, ParseResult parsed, CachedModel download, FileCheck file)
    {
        if (parsed.GetValue(GlobalOptions.Json))
            terminal.Json(new FileCheckLine(download.Model.ToString(), file.Path, file.Bytes, file.Problem is null, file.Problem), ModelsJson.Readable.FileCheckLine);
        else if (file.Problem is null)
            terminal.Line($"{download.Model.Repository}/{Plain.OneLine(file.Path)}: sound");
        if (file.Problem is not null)
            terminal.Error($"{download.Model.Repository}/{Plain.OneLine(file.Path)}: {file.Problem}; bring it again with: clipsearch models pull {download.Model} --check");
    }
}
