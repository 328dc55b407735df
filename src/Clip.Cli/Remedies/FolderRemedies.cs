namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="FolderException"/>.</summary>
internal static class FolderRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(FolderException error) =>
        (error.Subject, error.Problem, error.Fault switch
        {
            FolderFault.Outside => "name paths inside it, or index another folder with --in",
            FolderFault.AllMissing or FolderFault.Absent or FolderFault.OtherDrive =>
                "mount the drive, or remove them with: clipsearch index --prune "
                + IndexArguments.Of(error.IndexDirectory!, error.Root),
            _ => error.Remedy,
        });
}
