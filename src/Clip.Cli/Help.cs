using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Clip.Cli.Verbs;

namespace Clip.Cli;

/// <summary>Ends the help of each verb with examples: a line to copy says more than a list of options.</summary>
internal static class Help
{
    private static readonly string[] ProgramExamples =
    [
        "clipsearch search \"two dogs at a window\" --in ~/Pictures",
        "clipsearch caption holiday.jpg --captions captions.txt",
        "clipsearch similar holiday.jpg --in ~/Pictures",
    ];

    public static void AddExamples(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    /// <summary>Shows the help of a verb, then its examples.</summary>
    internal sealed class HelpWithExamples(HelpAction plain) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = plain.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in ExamplesOf(parseResult.CommandResult.Command))
                output.WriteLine("  " + example);
            output.WriteLine();
            output.WriteLine("Exit codes: 0 found or done, 1 nothing found, 2 error.");
            return code;
        }

        private static IReadOnlyList<string> ExamplesOf(Command command) =>
            command is VerbCommand verb ? verb.Examples : ProgramExamples;
    }
}
