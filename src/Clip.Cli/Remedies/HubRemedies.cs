using Clip.Cli.Output;

namespace Clip.Cli.Remedies;

/// <summary>Words what to do about a <see cref="HubException"/>.</summary>
internal static class HubRemedies
{
    public static (string Subject, string Problem, string? Remedy) Parts(HubException error) =>
        (error.Subject, error.Problem, RemedyOf(error));

    private static string? RemedyOf(HubException error) => error.Fault switch
    {
        HubFault.NoKnownLayout => "look for an ONNX export of it, for example with: clipsearch models list",
        HubFault.NoSuchVariant when error.Variants.Count == 0 => "leave --variant out",
        HubFault.UnknownName => "give a folder or OWNER/NAME, or choose from: clipsearch models list",
        HubFault.NotDownloaded when error.Variant is { Length: > 0 } variant =>
            $"run: clipsearch models pull {ShellQuoted.Of(error.Subject)} --variant {ShellQuoted.Of(variant)}",
        HubFault.NotDownloaded => $"run: clipsearch models pull {ShellQuoted.Of(error.Subject)}",
        _ => error.Remedy,
    };
}
