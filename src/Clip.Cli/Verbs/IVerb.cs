using System.CommandLine;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs;

/// <summary>
/// A verb of the command line. Its options are resolved into settings once, and only the settings reach the code that
/// does the work. A new verb is a folder beside this file and a line in <c>Application</c>.
/// </summary>
/// <typeparam name="TSettings">What the command line asks the verb to do, with every default filled in.</typeparam>
internal interface IVerb<TSettings>
{
    /// <summary>The verb's name, description, examples, arguments and options.</summary>
    VerbCommand Command { get; }

    /// <summary>Resolves the arguments and options. Loads no model, opens no index and writes nothing.</summary>
    /// <exception cref="ClipException">They contradict each other, or name what does not exist.</exception>
    TSettings Resolve(ParseResult parsed);

    /// <summary>Does the work and writes its results.</summary>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    Task<int> RunAsync(TSettings settings, Terminal terminal, CancellationToken cancellationToken);
}
