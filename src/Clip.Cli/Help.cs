using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Clip.Cli.Output;
using Clip.Cli.Verbs;

namespace Clip.Cli;

/// <summary>Shows help pages of this program's own form in place of the parser's.</summary>
internal static class Help
{
    public static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpPage();
        help.Description = "Show this help; clipsearch help VERB shows a verb's";
        // "/h" and "/?" may be files.
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        var version = root.Options.OfType<VersionOption>().Single();
        version.Description = "Show the program's version";
    }

    /// <summary>Shows the help of a verb.</summary>
    internal sealed class HelpPage : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var invocation = parseResult.InvocationConfiguration;
            var columns = invocation is VerbInvocation verb ? verb.Terminal.Width : Terminal.WidthOfErrors();
            invocation.Output.Write(HelpText.Of(parseResult.CommandResult.Command, columns));
            return 0;
        }
    }
}
