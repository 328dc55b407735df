using System.Collections;
using System.Globalization;
using System.Text;

namespace Clip.Cli.Executing;

/// <summary>How long the arguments of a process may be altogether.</summary>
/// <param name="Most">The most, in the units of <see cref="SizeOf"/>.</param>
internal sealed record ArgumentLimit(long Most)
{
    /// <summary>What every Unix accepts, as xargs assumes.</summary>
    private const long Usual = 128 * 1024;

    /// <summary>A command line of Windows has 32,767 characters.</summary>
    private const long Windows = 32_000;

    /// <summary>Left for what the system adds.</summary>
    private const long Reserve = 4096;

    /// <summary>The limit of this system.</summary>
    public static ArgumentLimit OfSystem() => new(
        OperatingSystem.IsWindows() ? Windows
        : OperatingSystem.IsLinux() ? Math.Max(Usual, Linux() - EnvironmentBytes() - Reserve)
        : Usual);

    /// <summary>How much of the limit an argument takes.</summary>
    public static long SizeOf(string argument) => OperatingSystem.IsWindows()
        ? argument.Length + 3 // quotes and a space
        : Encoding.UTF8.GetByteCount(argument) + 1 + sizeof(long); // the end of the text, and the pointer to it

    /// <summary>A quarter of the stack, but no more than 6 MiB; see execve(2).</summary>
    private static long Linux()
    {
        const string name = "Max stack size";
        try
        {
            var line = File.ReadLines("/proc/self/limits")
                .FirstOrDefault(static line => line.StartsWith(name, StringComparison.Ordinal));
            var soft = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return soft == "unlimited" ? 6 << 20
                : long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                    ? Math.Min(bytes / 4, 6 << 20)
                    : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static long EnvironmentBytes()
    {
        long bytes = 0;
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            bytes += Encoding.UTF8.GetByteCount($"{variable.Key}={variable.Value}") + 1 + sizeof(long);
        }
        return bytes;
    }
}
