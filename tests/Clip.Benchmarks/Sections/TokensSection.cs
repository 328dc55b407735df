using System.IO.Compression;
using System.Text.Json;
using Clip.Benchmarks.Peers;
using Clip.Benchmarks.Tokenizing;
using Clip.Text;

namespace Clip.Benchmarks.Sections;

internal sealed class TokensSection(PythonPeer? python) : ISection
{
    public string Name => "tokens";

    public string Question => "how fast are texts tokenized and tokenizers loaded?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        var texts = Texts();
        var textFile = folder["texts.txt"];
        File.WriteAllText(textFile, string.Join('\n', texts));
        report.Remark(
            $"{texts.Count:N0} texts, captions and the lines of a license, on one thread. "
            + "Special tokens are not counted.");

        var files = Files(folder);
        foreach (var (name, path) in files)
            Encode(report, name, path, texts, textFile);

        var large = folder["tokenizer.json"];
        GeneratedTokenizer.Write(large);
        foreach (var (name, path) in files.Append((Name: "generated, 256,000 tokens", Path: large)))
            Load(report, name, path);
    }

    private void Encode(Report report, string name, string path, List<string> texts, string textFile)
    {
        var tokenizer = HuggingFaceTokenizer.Load(path);
        var special = tokenizer.Encode("").Length * texts.Count;
        var all = texts.Sum(text => tokenizer.Encode(text).Length);
        double tokens = all - special;
        var ids = new int[4096];
        List<Alternative> alternatives =
        [
            new("Clip", tokens, () =>
            {
                var count = 0;
                foreach (var text in texts)
                    count += tokenizer.Encode(text, ids);
                Expect(all, count);
            }),
        ];
        if (LibraryTokenizers.For(path) is { } library)
        {
            // Its tokens are counted separately: they do not always include special tokens.
            var found = texts.Sum(text => library.EncodeToIds(text).Count);
            if (found == all)
                found -= special;
            alternatives.Add(new Alternative("Microsoft.ML.Tokenizers", found, () =>
            {
                foreach (var text in texts)
                    library.EncodeToIds(text);
            }));
        }

        if (python is not null)
        {
            alternatives.Add(new Alternative(
                "Hugging Face tokenizers", tokens, () => Expect(all, python.Run("tokens", path, textFile))));
        }

        report.Table($"{name}: encode", "tokens/s", Comparison.Measure(alternatives));
    }

    private void Load(Report report, string name, string path)
    {
        var megabytes = new FileInfo(path).Length / 1e6;
        List<Alternative> alternatives =
        [
            new("Clip", megabytes, () => HuggingFaceTokenizer.Load(path)),
            new(
                "System.Text.Json, parsing only",
                megabytes,
                () => JsonDocument.Parse(File.ReadAllBytes(path)).Dispose()),
        ];
        if (python is not null)
            alternatives.Add(new Alternative("Hugging Face tokenizers", megabytes, () => python.Run("load", path)));
        report.Table($"{name}: load {Report.Number(megabytes)} MB", "MB/s", Comparison.Measure(alternatives));
    }

    private static List<string> Texts()
    {
        var license = File.ReadLines(Path.Join(Checkout.Root, "LICENSE"));
        return [.. Checkout.Captions(), .. license.Select(line => line.Trim()).Where(line => line.Length > 0)];
    }

    private static List<(string Name, string Path)> Files(TemporaryFolder folder)
    {
        List<(string Name, string Path)> files = [("clip-mini", Path.Join(Checkout.Model, "tokenizer.json"))];
        var goldens = Path.Join(Checkout.Goldens, "tokenizers");
        if (!Directory.Exists(goldens))
            return files;
        var archives = Directory.EnumerateFiles(goldens, "tokenizer.json.gz", SearchOption.AllDirectories);
        foreach (var packed in archives.Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(Path.GetDirectoryName(packed))!;
            var path = Path.Join(folder.Make(name), "tokenizer.json");
            using var source = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
            using var target = File.Create(path);
            source.CopyTo(target);
            files.Add((name, path));
        }

        return files;
    }

    /// <summary>Fails on a wrong result, whose speed would be meaningless.</summary>
    private static void Expect(double expected, double found)
    {
        if (found != expected)
            throw new InvalidOperationException($"{found} tokens, {expected} expected");
    }
}
