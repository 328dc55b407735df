namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="LibraryException"/>.</summary>
internal static class LibraryRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(LibraryException error) =>
        (error.Subject, error.Problem, error.Fault switch
        {
            LibraryFault.Unknown when error.Known.Count == 0 => "add one with: clipsearch library add NAME FOLDER",
            LibraryFault.NameTaken => $"choose another name, or run: clipsearch library remove {error.Subject}",
            _ => error.Remedy,
        });
}
