namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="SidecarException"/>.</summary>
internal static class SidecarRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(SidecarException error) =>
        (error.Subject, error.Problem, error.Fault switch
        {
            SidecarFault.TooManyLines => "give captions of many pictures with --captions FILE",
            _ => error.Remedy,
        });
}
