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
            "clipsearch search \"two dogs at a window\" --in ~/Pictures",
            "clipsearch caption holiday.jpg --captions captions.txt",
            "clipsearch similar holiday.jpg --in ~/Pictures",
        ],
        ["clipsearch search"] =
        [
            "clipsearch search \"a red car\" --in ~/Pictures",
            "clipsearch search sketch.png --top 3",
            "clipsearch search \"2:golden retriever\" + ./pool.jpg - people",
            "clipsearch search \"a receipt\" --score probability --min-score 0.1",
            "clipsearch search \"a beach\" --after 2019 --before 2022-09 --near 36.72,-4.42,50",
            "clipsearch search sunset --camera nikon --min-size 3000x2000 --glob '!thumbnails'",
            "clipsearch search sunset --print0 | xargs -0 cp -t best/",
        ],
        ["clipsearch caption"] =
        [
            "clipsearch caption photo.jpg --in ~/Pictures",
            "clipsearch caption *.jpg --captions labels.txt --top 1 --json",
            "curl -s https://example.com/cat.jpg | clipsearch caption - --captions labels.txt",
        ],
        ["clipsearch similar"] =
        [
            "clipsearch similar photo.jpg --in ~/Pictures --top 5",
            "clipsearch similar photo.jpg --min-score 0.9 --paths",
            "clipsearch similar photo.jpg --after 2024-05-03T14:30 --glob 'trips/**'",
        ],
        ["clipsearch compare"] =
        [
            "clipsearch compare \"a dog\" photo.jpg",
            "clipsearch compare --text \"a dog\" --text \"a puppy\" --json",
        ],
        ["clipsearch embed"] =
        [
            "clipsearch embed \"a dog\" \"a cat\"",
            "clipsearch embed --image a.jpg b.jpg --format npy > vectors.npy",
            "printf '\"a dog\"\\n{\"image\":\"a.jpg\"}\\n' | clipsearch embed --batch -",
        ],
        ["clipsearch index"] =
        [
            "clipsearch index ~/Pictures",
            "clipsearch index ~/Pictures --captions captions.csv --exclude thumbnails --exclude '*.gif'",
            "clipsearch index --in ~/Pictures ~/Pictures/2024",
            "clipsearch index /media/card --index-dir ~/card-index",
            "clipsearch index ~/Pictures --compact",
        ],
        ["clipsearch status"] =
        [
            "clipsearch status --in ~/Pictures",
            "clipsearch status --in ~/Pictures --verify --json",
        ],
        ["clipsearch doctor"] =
        [
            "clipsearch doctor",
            "clipsearch doctor --device cuda --in ~/Pictures --json",
        ],
        ["clipsearch models"] =
        [
            "clipsearch models list",
            "clipsearch models pull Xenova/clip-vit-base-patch32",
        ],
        ["clipsearch models list"] = ["clipsearch models list --downloaded"],
        ["clipsearch models pull"] =
        [
            "clipsearch models pull Xenova/clip-vit-base-patch32 --dry-run",
            "clipsearch models pull Xenova/clip-vit-base-patch32 --variant quantized",
        ],
        ["clipsearch models verify"] = ["clipsearch models verify Xenova/clip-vit-base-patch32"],
        ["clipsearch models cache"] =
        [
            "clipsearch models cache",
            "clipsearch models cache --clear",
        ],
        ["clipsearch models info"] = ["clipsearch models info Xenova/clip-vit-base-patch32 --json"],
        ["clipsearch inspect"] =
        [
            "clipsearch inspect tokens \"a photo of a cat\"",
            "clipsearch inspect pixels photo.jpg --out pixels/",
            "clipsearch inspect model --model ~/models/clip-vit-base-patch32",
        ],
        ["clipsearch inspect tokens"] =
        [
            "clipsearch inspect tokens \"a photo of a cat\"",
            "clipsearch inspect tokens --tokenizer tokenizer.json --max-length 77 \"a cat\"",
            "printf '\"a cat\"\\n\"a dog\"\\n' | clipsearch inspect tokens -",
        ],
        ["clipsearch inspect pixels"] =
        [
            "clipsearch inspect pixels photo.jpg",
            "clipsearch inspect pixels *.jpg --config preprocessor_config.json --out pixels/ --json",
        ],
        ["clipsearch inspect model"] =
        [
            "clipsearch inspect model",
            "clipsearch inspect model --model ~/models/clip-vit-base-patch32 --variant fp16 --json",
            "clipsearch inspect model --model ~/models/text,~/models/vision",
        ],
    };

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
            if (Examples.TryGetValue(Usage.Name(parseResult.CommandResult), out var examples))
            {
                output.WriteLine("Examples:");
                foreach (var example in examples)
                    output.WriteLine("  " + example);
                output.WriteLine();
            }
            output.WriteLine("Exit codes: 0 found or done, 1 nothing found, 2 error.");
            return code;
        }
    }
}
