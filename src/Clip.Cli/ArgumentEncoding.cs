using System.Text.Unicode;

namespace Clip.Cli;

/// <summary>
/// Finds arguments that are not valid UTF-8, as names of files from other systems may be. .NET replaces their bytes, so
/// that no file would be found under what is left, and a text would be another one.
/// </summary>
internal static class ArgumentEncoding
{
    private const char Replacement = '\uFFFD';

    /// <summary>What is wrong, or null.</summary>
    /// <param name="arguments">The arguments of this process.</param>
    public static string? Problem(IEnumerable<string> arguments)
    {
        var broken = arguments.FirstOrDefault(
            static argument => argument.Contains(Replacement) && !Path.Exists(argument));
        return broken is null || OperatingSystem.IsWindows() || IsMeant()
            ? null
            : $"{broken}: is not valid UTF-8, so it names no file and no text; rename the file, index the folder that "
                + "holds it, or write the text in UTF-8";
    }

    /// <summary>Whether somebody really wrote the character, so that all bytes of the command line are UTF-8.</summary>
    private static bool IsMeant()
    {
        try
        {
            return Utf8.IsValid(File.ReadAllBytes("/proc/self/cmdline"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
