namespace Clip.Cli.Remedies;

/// <summary>
/// Words the library's errors for a user of the command line. The library says what is wrong with which input; where
/// the remedy is an option or a verb of this program, a class of this folder knows it.
/// </summary>
internal static class ErrorText
{
    /// <summary>An error as one line: <c>subject: problem; remedy</c>.</summary>
    public static string Of(ClipException error)
    {
        var (subject, problem, remedy) = Parts(error);
        return new ClipException(subject, problem, remedy).Message;
    }

    /// <summary>The three parts of the line; the remedy is null where nothing useful can be said.</summary>
    public static (string Subject, string Problem, string? Remedy) Parts(ClipException error) => error switch
    {
        IndexException index => IndexRemedies.Parts(index),
        FolderException folder => FolderRemedies.Parts(folder),
        SidecarException sidecar => SidecarRemedies.Parts(sidecar),
        SearchException search => SearchRemedies.Parts(search),
        PictureException picture => PictureRemedies.Parts(picture),
        ModelException model => ModelRemedies.Parts(model),
        DeviceException device => DeviceRemedies.Parts(device),
        HubException hub => HubRemedies.Parts(hub),
        LibraryException library => LibraryRemedies.Parts(library),
        _ => (error.Subject, error.Problem, error.Remedy),
    };
}
