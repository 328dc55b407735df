using Clip.Catalog.Maintenance;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using CsCheck;
using Microsoft.Data.Sqlite;

namespace Clip.Tests.Catalog;

/// <summary>The words of names, folders and captions: found, and kept right by every change of an index.</summary>
public sealed class WordIndexTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("golden gate", "GoldenGateBridge")]
    [InlineData("goldengatebridge", "GoldenGateBridge")]
    [InlineData("GoldenGate-Bridge", "GoldenGateBridge")]
    [InlineData("img_2031", "IMG_2031")]
    [InlineData("IMG2031", "IMG_2031")]
    [InlineData("2031", "IMG_2031")]
    [InlineData("2031 man", "IMG_2031")]
    [InlineData("a photo of WHISKERSON", "cat")]
    [InlineData("Whiskerson's", "cat")]
    [InlineData("whiskerson sofas", "cat")]
    [InlineData("zurich", "lake")]
    [InlineData("Zürich", "lake")]
    [InlineData("strasse", "lake")]
    [InlineData("大桥", "bridge-zh")]
    [InlineData("门", "bridge-zh")]
    [InlineData("金门大桥", "bridge-zh")]
    [InlineData("金门大桥夜晚", "bridge-zh")]
    [InlineData("タワー", "tower-ja")]
    [InlineData("แมว", "cat-th")]
    [InlineData("고양이", "cat-ko")]
    [InlineData("italy 2019", "IMG_7")]
    [InlineData("🐶", "dog")]
    public void Words_are_found_in_names_folders_and_captions(string query, string name)
    {
        using var folder = Album();
        using var index = folder.Read();

        Assert.Equal(name, Names(index, query).FirstOrDefault());
    }

    [Theory]
    [InlineData("Bartholomew in Zanzibar")]
    [InlineData("门桥")]
    [InlineData("the gondola of Casanova")] // "the" and "of" alone tell nothing
    [InlineData("oldengate")]
    [InlineData("IMG_2032")]
    [InlineData("img2032")]
    [InlineData("IMG8")]
    [InlineData("2019-06")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("jpg")]
    public void Other_words_find_nothing(string query)
    {
        using var folder = Album();
        using var index = folder.Read();

        Assert.Empty(Names(index, query));
    }

    [Fact]
    public void No_query_is_an_error()
    {
        string[] parts =
        [
            "\"", "'", "(", ")", "AND", "OR", "NOT", "NEAR(", "*", ":", "^", "+", "-", "name:", "{a b}:", "\0",
            "\uD800", "sofa", "金门", "\n", ",", "a*", "--", ";DROP TABLE words", "%", "\u0301",
        ];
        using var folder = Album();
        using var index = folder.Read();
        using var snapshot = index.TakeSnapshot();

        Gen.Int[0, parts.Length - 1].Array[0, 12].Sample(query =>
            snapshot.SearchWords(string.Join(' ', query.Select(i => parts[i])), 5).Count <= 5);
        Gen.String.Sample(query => snapshot.SearchWords(query, 5).Count <= 5);
        Assert.NotNull(snapshot.SearchWords(string.Join(' ', Enumerable.Range(0, 100_000)), 5));
        Assert.NotNull(snapshot.SearchWords(new string('桥', 100_000), 5));
    }

    [Fact]
    public void Better_matches_come_first_and_copies_once()
    {
        using var folder = new IndexFolder();
        using (var writer = folder.Write())
        {
            Add(writer, 1, "x/harbor.jpg", "boats");
            Add(writer, 1, "copy.jpg");
            Add(writer, 2, "b.jpg", "a boat with a red sail in a harbor, seen from a hill above the town at noon");
            Add(writer, 3, "c.jpg", "a red boat in a harbor");
            for (var i = 4; i < 12; i++)
                Add(writer, i, $"{i}.jpg", "a hill");
            writer.Commit();
        }
        using var index = folder.Read();
        using var snapshot = index.TakeSnapshot();

        var hits = snapshot.SearchWords("red boat harbor", 10);
        var filtered = snapshot.SearchWords("harbor", 10, new PictureFilter { Globs = ["!b.jpg", "!x/**"] });

        Assert.Equal("c.jpg", hits[0].Path);
        Assert.Equal(["b.jpg", "c.jpg", "x/harbor.jpg"], hits.Select(hit => hit.Path).Order());
        Assert.Equal(hits.OrderByDescending(hit => hit.Score), hits);
        Assert.Equal(["c.jpg"], filtered.Select(hit => hit.Path));
        Assert.Equal(["c.jpg"], snapshot.SearchWords("red boat harbor", 1).Select(hit => hit.Path));
    }

    [Fact]
    public void Every_change_of_files_and_captions_leaves_the_words_of_a_new_index()
    {
        var texts = new[] { "a dog", "snow", "two dogs", "金门大桥", "a", "snow and sun" };
        var change = Gen.Select(
            Gen.Int[0, 6], Gen.Int[0, 5], Gen.Int[0, 4],
            Gen.Int[0, texts.Length - 1].HashSet[0, 3].Select(some => some.Select(i => texts[i]).ToArray()));
        change.Array[1, 20].Sample(
            changes =>
            {
                using var folder = new IndexFolder();
                using (var writer = folder.Write())
                {
                    foreach (var (kind, file, content, captions) in changes)
                        Apply(writer, kind, $"folder {file}/name{file % 2}.jpg", content, captions);
                    writer.Commit();
                }

                using var again = new IndexFolder();
                Rebuild(folder, again);
                Assert.Equal(Tokens(again), Tokens(folder));
                Assert.True(folder.Verify().IsHealthy);
            },
            iter: 15);
    }

    [Fact]
    public void An_old_index_gets_its_words_from_the_next_writer()
    {
        using var folder = FormatMigrationTests.OldIndex();
        var location = IndexLocation.For(folder.Path);
        IndexModel model;
        using (var old = EmbeddedIndex.Open(location))
        using (var snapshot = old.TakeSnapshot())
        {
            model = old.Model;
            Assert.False(snapshot.HasWords);
            var error = Assert.Throws<IndexException>(() => snapshot.SearchWords("boats", 3));
            Assert.Equal((IndexFault.TooOld, folder.Path), (error.Fault, error.Root));
        }

        PictureIndexWriter.Open(location, model, cancellationToken: Stop).Dispose();

        using var index = EmbeddedIndex.Open(location);
        using var migrated = index.TakeSnapshot();
        Assert.Equal(["boats.jpg"], migrated.SearchWords("a quay", 3).Select(hit => hit.Path));
        Assert.Equal(["trips/andes.jpg"], migrated.SearchWords("TRIPS", 3).Select(hit => hit.Path));
    }

    private static IndexFolder Album()
    {
        var folder = new IndexFolder();
        using var writer = folder.Write();
        Add(writer, 1, "GoldenGateBridge.jpg", "the sea");
        Add(writer, 2, "IMG_2031.jpg", "a portrait of a man");
        Add(writer, 3, "cat.jpg", "Whiskerson on the sofa", "a cat of the neighbors");
        Add(writer, 4, "lake.jpg", "the Seestraße of Zu\u0308rich", "Die Straße");
        Add(writer, 5, "bridge-zh.jpg", "夜晚的金门大桥");
        Add(writer, 6, "tower-ja.jpg", "東京タワーの写真");
        Add(writer, 7, "cat-th.jpg", "แมวดำบนโซฟา");
        Add(writer, 8, "cat-ko.jpg", "고양이가 잔다");
        Add(writer, 9, "Italy/2019-05/IMG_7.jpg", "the coast");
        Add(writer, 10, "dog.jpg", "🐶 a friend");
        for (var i = 11; i < 40; i++)
            Add(writer, i, $"x{i}.jpg", "a view of the hills");
        writer.Commit();
        return folder;
    }

    private static void Apply(PictureIndexWriter writer, int kind, string path, int content, string[] captions)
    {
        switch (kind)
        {
            case 0 or 1:
                Add(writer, content, path, captions);
                break;
            case 2:
                writer.RemoveFile(path);
                break;
            case 3 when writer.FindFile(path) is not null:
                Caption(writer, path, captions, CaptionOrigin.Given);
                break;
            case 4 when writer.FindFile(path) is { } file:
                writer.Discard(file.Entry);
                break;
            case 5 when captions.Length > 0 && writer.FindCaption(captions[0]) is { } caption:
                writer.Discard(caption);
                break;
            case 6:
                writer.Commit();
                IndexCompaction.Run(writer, cancellationToken: Stop);
                break;
        }
    }

    /// <summary>Writes the files and captions of one index into another in one go.</summary>
    private static void Rebuild(IndexFolder from, IndexFolder to)
    {
        using var reader = from.Read();
        using var writer = to.Write();
        foreach (var file in reader.Files())
        {
            writer.AddPicture(file, IndexFolder.Vector((int)(ulong)(file.Hash >> 64)));
            Caption(
                writer, file.Path, [.. reader.FindCaptions(file.Path).Select(entry => reader.CaptionText(entry)!)],
                CaptionOrigin.Given);
        }
        writer.Commit();
    }

    /// <summary>All tokens with their paths and places.</summary>
    private static List<string> Tokens(IndexFolder folder)
    {
        using var connection = new SqliteConnection($"Data Source={folder.Catalog};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE VIRTUAL TABLE temp.tokens USING fts5vocab(main, words, instance);
            SELECT f.path || ' ' || t.term || ' ' || t.col || ' ' || t.offset
            FROM temp.tokens t LEFT JOIN file f ON f.id = t.doc ORDER BY 1
            """;
        using var reader = command.ExecuteReader();
        var tokens = new List<string>();
        while (reader.Read())
            tokens.Add(reader.GetString(0));
        return tokens;
    }

    private static void Add(PictureIndexWriter writer, int content, string path, params string[] captions)
    {
        writer.AddPicture(IndexFolder.File(path, content), IndexFolder.Vector(content));
        Caption(writer, path, captions, CaptionOrigin.Given);
    }

    private static void Caption(PictureIndexWriter writer, string path, string[] captions, CaptionOrigin origin) =>
        writer.SetCaptions(
            path, [.. captions.Select((text, i) => writer.AddCaption(text, IndexFolder.Vector(100 + i)))], origin);

    private static List<string> Names(EmbeddedIndex index, string query)
    {
        using var snapshot = index.TakeSnapshot();
        return [.. snapshot.SearchWords(query, 10).Select(hit => Path.GetFileNameWithoutExtension(hit.Path))];
    }
}
