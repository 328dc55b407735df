using System.Globalization;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Printing;

/// <summary>Says how many files could not be read without naming them again, and how to list them.</summary>
internal static class FailureSummary
{
    /// <summary>Files that an earlier run has named.</summary>
    public static string OfKnown(IndexLocation location, long count) => string.Create(
        CultureInfo.InvariantCulture,
        $"{DisplayPath.Of(location.Root)}: {count:N0} {(count == 1 ? "file is" : "files are")} still unreadable; "
        + $"list {(count == 1 ? "it" : "them")} with: {Command(location)}");

    /// <summary>New ones beyond the first few.</summary>
    public static string OfUnreported(IndexLocation location, long count) => string.Create(
        CultureInfo.InvariantCulture,
        $"{DisplayPath.Of(location.Root)}: {count:N0} more {(count == 1 ? "file" : "files")} could not be read; "
        + $"list all with: {Command(location)}");

    private static string Command(IndexLocation location) =>
        $"clipsearch status --failed {IndexArguments.Of(location)}";
}
