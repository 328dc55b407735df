using Clip.Catalog.Reading;
using Clip.Catalog.Words;

namespace Clip.Tests.Catalog;

/// <summary>What some write with a hyphen and others without is found either way.</summary>
public sealed class HyphenatedWordTests
{
    [Theory]
    [InlineData("email", "send e-mail")]
    [InlineData("emails", "send an e-mail")]
    [InlineData("e-mail", "send email")]
    [InlineData("E-Mail", "send e-mail")]
    [InlineData("tshirt", "a man in a T-shirt")]
    [InlineData("TShirt", "a man in a T-shirt")]
    [InlineData("t-shirt", "two tshirts")]
    [InlineData("tshirt", "red-t-shirt.jpg in a shop")]
    [InlineData("red-t-shirt", "a red tshirt")]
    [InlineData("xray", "an X\u2010ray of a hand")]
    [InlineData("x\u2011ray", "an xray of a hand")]
    [InlineData("wifi", "free Wi-Fi")]
    [InlineData("motherinlaw", "his mother-in-law")]
    [InlineData("macbookpro", "a MacBook-Pro")]
    [InlineData("zugerberg", "Züger\u2011Berg")]
    [InlineData("covid19", "a COVID-19 test")]
    [InlineData("f16", "an F-16 in flight")]
    public void Words_with_hyphens_are_found_without_them_and_the_other_way_round(string query, string caption)
    {
        using var folder = Captioned(caption);
        using var index = folder.Read();

        Assert.Equal(["a"], Names(index, query));
    }

    [Theory]
    [InlineData("email", "e - mail")]
    [InlineData("email", "e -mail")]
    [InlineData("email", "e--mail")]
    [InlineData("email", "e, mail")]
    [InlineData("emailbox", "e-mail")]
    [InlineData("mailbox", "e-mail")]
    [InlineData("20240714", "on 2024-07-14")]
    public void Other_words_are_not_joined(string query, string caption)
    {
        using var folder = Captioned(caption);
        using var index = folder.Read();

        Assert.Empty(Names(index, query));
    }

    [Fact]
    public void Words_between_hyphens_cost_no_more_than_their_length_however_many_there_are()
    {
        var words = IndexedWords.Of("a.jpg", [string.Concat(Enumerable.Repeat("ab-", 50_000)), new string('-', 9999)]);

        Assert.InRange(words.Captions.Length, 50_000 * 3, 50_000 * 10);
        Assert.All(words.Captions.Split(' '), token => Assert.InRange(token.Length, 0, 64));
    }

    [Fact]
    public void The_words_of_an_index_of_format_5_are_written_again_and_nothing_else_changes()
    {
        using var folder = Captioned("send an e-mail");
        // What format 5 had: no joined words, and the index of pictures that were not described.
        CatalogSql.Execute(
            folder.Catalog,
            """
            DELETE FROM words WHERE rowid IN (SELECT id FROM file WHERE path = 'a.jpg');
            INSERT INTO words (rowid, name, folder, captions)
                SELECT id, 'a', '', 'send an e mail' FROM file WHERE path = 'a.jpg';
            DROP INDEX picture_described;
            CREATE INDEX picture_undescribed ON picture (entry) WHERE described = 0;
            PRAGMA user_version = 5;
            """);
        List<FileRecord> before;
        using (var old = folder.Read())
        {
            Assert.Empty(Names(old, "email"));
            Assert.Equal(["a"], Names(old, "e-mail"));
            before = [.. old.Files()];
        }

        folder.Write().Dispose();

        using var index = folder.Read();
        Assert.Equal(["a"], Names(index, "email"));
        Assert.Equal(before, index.Files());
        Assert.True(folder.Verify().IsHealthy);
    }

    /// <summary>A picture with a caption among others.</summary>
    private static IndexFolder Captioned(string caption)
    {
        var folder = new IndexFolder();
        using var writer = folder.Write();
        for (var i = 0; i < 8; i++)
        {
            var path = i == 0 ? "a.jpg" : $"x{i}.jpg";
            writer.AddPicture(IndexFolder.File(path, i), IndexFolder.Vector(i));
            var text = i == 0 ? caption : "a view of the hills";
            writer.SetCaptions(path, [writer.FindCaption(text) ?? writer.AddCaption(text, IndexFolder.Vector(99 + i))]);
        }
        writer.Commit();
        return folder;
    }

    private static List<string> Names(EmbeddedIndex index, string query)
    {
        using var snapshot = index.TakeSnapshot();
        return [.. snapshot.SearchWords(query, 10).Select(hit => Path.GetFileNameWithoutExtension(hit.Path))];
    }
}
