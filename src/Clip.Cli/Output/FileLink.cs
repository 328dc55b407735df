using Clip.Files;

namespace Clip.Cli.Output;

/// <summary>Links in a terminal (OSC 8): https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda.</summary>
internal static class FileLink
{
    private const string Start = "\e]8;;";
    private const string End = "\e\\";

    /// <summary>A text that is a link to a file of this machine.</summary>
    /// <param name="text">What is shown, without control characters.</param>
    /// <param name="file">The full path of the file.</param>
    public static string Of(string text, string file) =>
        // The name of the machine tells a terminal whether the file is here or behind a remote connection.
        $"{Start}{FileUri.Of(file, HostName())}{End}{text}{Start}{End}";

    private static string HostName()
    {
        var name = Environment.MachineName;
        return name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') ? name : "";
    }
}
