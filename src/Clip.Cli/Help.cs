using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Clip.Cli;

/// <summary>Adds examples to the help of each verb: a line to copy says more than a list of options.</summary>
internal static class Help
{
    private static readonly Dictionary<string, string[]> Examples = new()
    {
        ["clipsearch"] =
        [
            "clipsearch search \"a dog on the beach\" --in ~/Pictures",
            "clipsearch caption holiday.jpg --captions captions.txt",
            "clipsearch similar holiday.jpg --in ~/Pictures",
        ],
        ["search"] =
        [
            "clipsearch search \"a red car\" --in ~/Pictures",
            "clipsearch search sketch.png --top 3",
            "clipsearch search \"2:golden retriever\" + ./pool.jpg - people",
            "clipsearch search sunset --print0 | xargs -0 -I{} cp {} best/",
        ],
        ["caption"] =
        [
            "clipsearch caption photo.jpg --in ~/Pictures",
            "clipsearch caption *.jpg --captions labels.txt --top 1 --json",
        ],
        ["similar"] = ["clipsearch similar photo.jpg --in ~/Pictures --top 5"],
        ["compare"] =
        [
            "clipsearch compare \"a dog\" photo.jpg",
            "clipsearch compare --text \"a dog\" --text \"a puppy\" --json",
        ],
        ["embed"] =
        [
            "clipsearch embed \"a dog\" \"a cat\"",
            "clipsearch embed --image a.jpg b.jpg --format npy > vectors.npy",
            "printf '\"a dog\"\\n{\"image\":\"a.jpg\"}\\n' | clipsearch embed --batch -",
        ],
        ["index"] =
        [
            "clipsearch index ~/Pictures",
            "clipsearch index --in ~/Pictures --captions captions.csv --exclude '**/thumbnails/**'",
        ],
        ["status"] = ["clipsearch status --in ~/Pictures --json"],
        ["inspect"] =
        [
            "clipsearch inspect tokens \"a photo of a cat\"",
            "clipsearch inspect pixels photo.jpg --out pixels/",
            "clipsearch inspect model --model ~/models/clip-vit-base-patch32",
        ],
    };

    public static void AddExamples(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    private sealed class HelpWithExamples(HelpAction plain) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = plain.Invoke(parseResult);
            var verb = parseResult.CommandResult.Command is RootCommand ? "clipsearch" : parseResult.CommandResult.Command.Name;
            if (Examples.TryGetValue(verb, out var examples))
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (var example in examples)
                    output.WriteLine("  " + example);
                output.WriteLine();
            }
            return code;
        }
    }
}
