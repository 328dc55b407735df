using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs;

/// <summary>Takes back what a verb did with files.</summary>
internal static class UndoRun
{
    /// <param name="undoFile">The file that the verb wrote.</param>
    /// <param name="terminal">Where to report.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string undoFile, Terminal terminal, CancellationToken cancellationToken)
    {
        var failed = 0;
        var done = FileSorting.Undo(undoFile, Report, cancellationToken);
        terminal.Warn($"{DisplayPath.Of(undoFile)}: {Counted.Of(done, "file")} taken back");
        return failed > 0 ? ExitCode.Error : done > 0 ? ExitCode.Found : ExitCode.Nothing;

        void Report(ClipException error)
        {
            failed++;
            terminal.Error(ErrorText.Of(error));
        }
    }
}
