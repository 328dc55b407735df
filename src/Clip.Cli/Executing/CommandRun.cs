using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Cli.Showing;
using Clip.Cli.Timing;

namespace Clip.Cli.Executing;

/// <summary>Runs commands for results, one after the other, with the standard streams of this program.</summary>
internal static class CommandRun
{
    /// <summary>Runs all commands. One that fails is reported, and the next ones are run.</summary>
    /// <returns>Whether all succeeded.</returns>
    /// <exception cref="ClipException">There is no such program.</exception>
    public static async Task<bool> RunAsync(
        IReadOnlyList<CommandTemplate> commands, IReadOnlyList<ShownPicture> results, Terminal terminal,
        CancellationToken cancellationToken)
    {
        // What was written before comes before what the commands write.
        terminal.Flush();
        terminal.Status.Clear();
        using var phase = RunPhases.Begin(RunPhases.Commands);
        var limit = ArgumentLimit.OfSystem();
        // Of several commands each result gets all in turn, and batches follow.
        var lines = results.SelectMany(result => commands.Where(static command => !command.IsBatch)
                .SelectMany(command => command.CommandLines([result], limit)))
            .Concat(commands.Where(static command => command.IsBatch)
                .SelectMany(command => command.CommandLines(results, limit)));
        var programs = new Dictionary<string, string>();
        var haveAllSucceeded = true;
        foreach (var line in lines)
        {
            if (!programs.TryGetValue(line[0], out var program))
                programs[line[0]] = program = ProgramFile.Find(line[0]);
            try
            {
                await RunAsync(program, line, cancellationToken).ConfigureAwait(false);
            }
            catch (ClipException error)
            {
                haveAllSucceeded = false;
                terminal.Error(ErrorText.Of(error));
            }
        }
        return haveAllSucceeded;
    }

    private static async Task RunAsync(
        string program, IReadOnlyList<string> line, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, line.Skip(1)) { UseShellExecute = false },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new ClipException(program, $"cannot be started ({error.Message.TrimEnd('.')})", null, error);
        }
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        if (process.ExitCode != 0)
        {
            throw new ClipException(
                string.Join(' ', line.Take(MostWords).Select(ShellQuoted.Of)) + (line.Count > MostWords ? " ..." : ""),
                string.Create(CultureInfo.InvariantCulture, $"ended with exit code {process.ExitCode}"));
        }
    }

    private const int MostWords = 6;
}
