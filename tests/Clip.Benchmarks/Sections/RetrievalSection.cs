using System.Globalization;
using System.Text.Json;
using Clip.Catalog.Writing;

namespace Clip.Benchmarks.Sections;

/// <summary>
/// Recall of the gallery's pictures by embedding, by words and by both. Captions that are looked for are never those
/// that the index holds, which words would find trivially.
/// </summary>
internal sealed class RetrievalSection : ISection
{
    private static readonly RankBy[] Ranks = [RankBy.Embedding, RankBy.Words, RankBy.Fused];

    public string Name => "retrieval";

    public string Question => "how often is the right picture found by its embedding, by words and by both?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        var captions = Captions();
        foreach (var file in captions.Keys)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
            File.Copy(Path.Join(Checkout.Gallery, file), folder[file]);
        }
        using var model = ClipModel.Load(Checkout.Model);
        using var search = new PictureSearch(model, IndexLocation.For(folder.Path));
        search.UpdateAsync(new IndexerOptions { PictureCaptions = false }).GetAwaiter().GetResult();

        var first = captions.ToDictionary(item => item.Key, item => item.Value[0]);
        var second = captions.Where(item => item.Value.Count > 1).ToDictionary(item => item.Key, item => item.Value[1]);
        var names = captions.Keys.Select((file, i) => (file, Name: InventedName(i))).ToDictionary();
        List<string[]> rows = [];
        Measure("captions; the index has file names alone", first);
        Store(search.Location, first);
        Measure("other captions of pictures with a caption", second);
        Store(search.Location, first.ToDictionary(item => item.Key, item => $"{names[item.Key]}: {item.Value}"));
        Measure("other captions; each picture's has an invented name", second);
        Measure("the invented name", names);
        Measure("\"a photo of\" and the name", Queries(name => $"a photo of {name}"));
        Measure("another caption and the name", second.ToDictionary(
            item => item.Key, item => $"{item.Value}, {names[item.Key]}"));
        report.Table(["queries", "number", "ranked by", "R@1", "R@5", "R@10", "MRR"], rows);

        Dictionary<string, string> Queries(Func<string, string> query) =>
            names.ToDictionary(item => item.Key, item => query(item.Value));

        void Measure(string what, Dictionary<string, string> queries)
        {
            foreach (var rank in Ranks)
            {
                var ranks = queries.Select(query => RankOf(search, query.Value, query.Key, rank)).ToList();
                rows.Add(
                [
                    what, $"{ranks.Count}", rank.ToString().ToLowerInvariant(), Share(1), Share(5), Share(10),
                    Text(ranks.Average(place => place == 0 ? 0 : 1.0 / place)),
                ]);

                string Share(int k) => Text(ranks.Count(place => place > 0 && place <= k) / (double)ranks.Count);
            }
        }
    }

    private static string Text(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);

    private static int RankOf(PictureSearch search, string query, string file, RankBy rank)
    {
        var request = new SearchRequest(query) { TopK = int.MaxValue, Rank = rank };
        var answer = search.SearchAsync(request).GetAwaiter().GetResult();
        return answer.Pictures.FirstOrDefault(picture => picture.Path == file)?.Rank ?? 0;
    }

    /// <summary>Gives each file one caption. Its vector does not matter: no captions are searched for.</summary>
    private static void Store(IndexLocation location, Dictionary<string, string> captions)
    {
        IndexModel model;
        using (var index = PictureIndex.Open(location))
            model = index.Model;
        var vector = new float[model.Dimensions];
        vector[0] = 1;
        using var writer = PictureIndexWriter.Open(location, model);
        foreach (var (file, caption) in captions)
            writer.SetCaptions(file, [writer.AddCaption(caption, vector)]);
        writer.Commit();
    }

    /// <summary>A name that no model and no other caption knows.</summary>
    private static string InventedName(int number)
    {
        string[] syllables = ["bra", "zul", "mi", "kor", "ta", "vesh", "lo", "nid", "qua", "rem"];
        var name = string.Concat(
            syllables[number / 10 % 10], syllables[number % 10], syllables[(number / 10 + number) % 10], "sson");
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    private static Dictionary<string, List<string>> Captions()
    {
        var captions = new Dictionary<string, List<string>>();
        var lines = File.ReadLines(Path.Join(Checkout.Gallery, "captions.jsonl"));
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            captions[json.RootElement.GetProperty("file").GetString()!] =
                [.. json.RootElement.GetProperty("captions").EnumerateArray().Select(text => text.GetString()!)];
        }
        return captions;
    }
}
