using System.CommandLine;
using Clip.Cli.Output;
using Clip.Hub;

namespace Clip.Cli.Commands;

/// <summary><c>models verify</c>: hashes the files of a download, or of the embedded model, again.</summary>
internal static class ModelsVerifyCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("NAME")
        {
            Description = "A short name or OWNER/NAME, with @REVISION only that one (default: the embedded model)",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = static _ => EmbeddedModel.Name,
        };
        var command = new Command("verify", "Check the files of a downloaded model against the hashes that the hub lists, or those of the embedded one");
        command.Arguments.Add(name);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var terminal = Terminal.For(parsed);
            var text = parsed.GetValue(name)!;
            if (string.Equals(text, EmbeddedModel.Name, StringComparison.OrdinalIgnoreCase))
                return VerifyEmbedded(terminal, parsed);
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
                    Write(
                        terminal, parsed, download.Model.ToString(), download.Model.Repository, file,
                        $"bring it again with: clipsearch models pull {download.Model} --check");
                }
            }
            if (cache.Find(model) is null)
                throw new HubException(text, "is not downloaded completely", $"run: clipsearch models pull {text}");
            return isSound ? ExitCode.Found : ExitCode.Error;
        });
        return command;
    }

    private static int VerifyEmbedded(Terminal terminal, ParseResult parsed)
    {
        var isSound = true;
        foreach (var file in EmbeddedModel.Verify(Checkout.FindModel(EmbeddedModel.Name)))
        {
            isSound &= file.Problem is null;
            Write(terminal, parsed, EmbeddedModel.Name, EmbeddedModel.Name, file, "install the program again");
        }
        return isSound ? ExitCode.Found : ExitCode.Error;
    }

    private static void Write(Terminal terminal, ParseResult parsed, string model, string home, FileCheck file, string remedy)
    {
        if (parsed.GetValue(GlobalOptions.Json))
            terminal.Json(new FileCheckLine(model, file.Path, file.Bytes, file.Problem is null, file.Problem), ModelsJson.Readable.FileCheckLine);
        else if (file.Problem is null)
            terminal.Line($"{home}/{Plain.OneLine(file.Path)}: sound");
        if (file.Problem is not null)
            terminal.Error($"{home}/{Plain.OneLine(file.Path)}: {file.Problem}; {remedy}");
    }
}
