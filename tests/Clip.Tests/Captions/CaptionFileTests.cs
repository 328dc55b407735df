using System.Text;
using Clip.Captions;

namespace Clip.Tests.Captions;

public sealed class CaptionFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clip-captions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_text_file_has_a_caption_on_each_line()
    {
        var file = Read("a.txt", "a dog\n\n  two cats, asleep \r\na caption; with | all\tseparators");

        Assert.Equal(CaptionFormat.Lines, file.Format);
        Assert.Equal(["a dog", "two cats, asleep", "a caption; with | all\tseparators"], Texts(file));
        Assert.All(file.Records, record => Assert.Null(record.Picture));
        Assert.Empty(file.Errors);
    }

    [Theory]
    [InlineData("text\na caption")] // a word that could head a column is a caption where it stands alone
    [InlineData("[red] car\na caption")]
    [InlineData("{brace\na caption")]
    [InlineData("\"quoted\" words\na caption")]
    [InlineData("\"\"\na caption")]
    [InlineData("a.jpg, b.jpg\nand a caption")]
    public void A_text_file_is_recognized_whatever_its_first_line_looks_like(string content)
    {
        var file = Read("a.txt", content);

        Assert.Equal(CaptionFormat.Lines, file.Format);
        Assert.Equal(content.Split('\n'), Texts(file));
    }

    [Theory]
    [InlineData("file,caption\na/b.jpg,\"a dog, running\"\nc.png,\"a \"\"big\"\" cat\"\n")]
    [InlineData("file;caption\na/b.jpg;a dog, running\nc.png;\"a \"\"big\"\" cat\"\n")]
    [InlineData("image_name| comment_number| comment\na/b.jpg| 0| a dog, running\nc.png| 1| a \"big\" cat\n")]
    [InlineData("File Name\tTitle\na/b.jpg\ta dog, running\nc.png\ta \"big\" cat\n")]
    [InlineData("caption,PATH\n\"a dog, running\",a/b.jpg\n\"a \"\"big\"\" cat\",c.png\n")]
    [InlineData("a/b.jpg,\"a dog, running\"\nc.png,\"a \"\"big\"\" cat\"\n")]
    [InlineData("a dog, running\ta/b.jpg\na \"big\" cat\tc.png\n")]
    [InlineData("a/b.jpg| 0| a dog, running\nc.png| 0| a \"big\" cat\n")]
    [InlineData("file, caption\na/b.jpg, \"a dog, running\"\nc.png, \"a \"\"big\"\" cat\"\n")]
    public void Tables_are_read_with_any_separator_with_or_without_header(string content)
    {
        foreach (var name in (string[])["a.csv", "a.txt"])
        {
            var file = Read(name, content);

            Assert.Equal(CaptionFormat.Delimited, file.Format);
            Assert.Empty(file.Errors);
            Assert.Equal([new("a/b.jpg", "a dog, running"), new("c.png", "a \"big\" cat")], file.Records);
        }
    }

    [Fact]
    public void Every_column_of_captions_is_read_and_empty_captions_are_skipped()
    {
        var file = Read("a.csv", "id,file,caption_1,caption 2,title\n1,a.jpg,one,two,three\n2,b.jpg,,four,\n");

        Assert.Equal(["one", "two", "three", "four"], Texts(file));
        Assert.Equal(["a.jpg", "a.jpg", "a.jpg", "b.jpg"], file.Records.Select(record => record.Picture));
        Assert.Empty(file.Errors);
    }

    [Fact]
    public void Quoted_captions_may_span_lines()
    {
        var file = Read("a.csv", "file,caption\na.jpg,\"first\nsecond\"\nb.jpg,third");

        Assert.Equal(["first\nsecond", "third"], Texts(file));
        Assert.Empty(file.Errors);
    }

    [Fact]
    public void An_unclosed_quote_affects_one_line()
    {
        var file = Read("a.csv", "file,caption\na.jpg,\"never closed\nb.jpg,fine\nc.jpg,\"also, fine\"\nd.jpg,fine");

        Assert.Equal(["b.jpg", "c.jpg", "d.jpg"], file.Records.Select(record => record.Picture));
        var error = Assert.Single(file.Errors);
        Assert.Equal(
            $"{file.Path}:2: has a quote that is not closed; "
            + "close it, or write it twice where it belongs to the caption",
            error.Message);
    }

    [Fact]
    public void A_caption_with_unquoted_commas_is_read_whole()
    {
        var file = Read("a.csv", "image,caption\na.jpg,a dog, a cat, and a bird\n");

        Assert.Equal(["a dog, a cat, and a bird"], Texts(file));
    }

    [Fact]
    public void A_row_that_lacks_a_column_is_one_error_and_the_others_are_read()
    {
        // Line 3 is like the one broken row in Flickr30k's results.csv.
        var file = Read(
            "results.csv",
            "image_name| comment_number| comment\na.jpg| 0| one\na.jpg| 4   A dog runs .\nb.jpg| 0|\nb.jpg| 1| two");

        Assert.Equal(["one", "two"], Texts(file));
        Assert.Equal(
            [
                $"{file.Path}:3: has 2 columns where the first row has 3; separate its columns with '|'",
                $"{file.Path}:4: has no caption; write one, or delete the row"],
            file.Errors.Select(error => error.Message));
    }

    [Fact]
    public void Two_unnamed_columns_are_picture_and_caption()
    {
        var file = Read("a.csv", "IMG0001,a dog\nIMG0002,a cat\n");

        Assert.Equal([new("IMG0001", "a dog"), new("IMG0002", "a cat")], file.Records);
    }

    [Fact]
    public void A_table_without_captions_is_an_error_that_lists_its_columns()
    {
        var error = Assert.Throws<ClipException>(() => Read("a.csv", "file,width,height\na.jpg,1,2\n"));

        Assert.Equal("has no column of captions among 'file', 'width', 'height'", error.Problem);
    }

    [Fact]
    public void Flickr_token_files_are_read()
    {
        var file = Read(
            "Flickr8k.token.txt",
            "1000268201_693b08cb0e.jpg#0\tA child in a pink dress .\n"
            + "1000268201_693b08cb0e.jpg#1\tA girl going in\n"
            + "2258277193_586949ec62.jpg.1#0\tsome people\nbroken\n");

        Assert.Equal(CaptionFormat.FlickrTokens, file.Format);
        Assert.Equal(
            [
                new("1000268201_693b08cb0e.jpg", "A child in a pink dress ."),
                new("1000268201_693b08cb0e.jpg", "A girl going in"),
                new("2258277193_586949ec62.jpg.1", "some people"),
            ],
            file.Records);
        Assert.Equal($"{file.Path}:4", Assert.Single(file.Errors).Subject);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Encodings_with_a_byte_order_mark_are_recognized(string encoding)
    {
        string[] contents =
        [
            "Übergrößenträger 🐕\n第二", "file,caption\na.jpg,Übergrößenträger 🐕\na.jpg,第二",
            "{\"text\":\"Übergrößenträger 🐕\"}\n{\"text\":\"第二\"}", "[\"Übergrößenträger 🐕\",\"第二\"]",
        ];
        foreach (var content in contents)
        {
            var path = Path.Combine(_folder, "captions");
            File.WriteAllText(path, content, Encoding.GetEncoding(encoding));

            Assert.Equal(
                ["Übergrößenträger 🐕", "第二"], Texts(CaptionFile.Read(path, TestContext.Current.CancellationToken)));
        }
    }

    [Theory]
    [InlineData("a.txt", "eins\nzw\xf6lf\ndrei", 2)]
    [InlineData("a.csv", "file,caption\na.jpg,eins\na.jpg,zw\xf6lf\na.jpg,drei", 3)]
    [InlineData("a.jsonl", "\"eins\"\n\"zw\xf6lf\"\n\"drei\"", 2)]
    [InlineData("a.token", "a.jpg#0\teins\na.jpg#1\tzw\xf6lf\na.jpg#2\tdrei", 2)]
    public void A_line_that_is_not_UTF_8_is_one_error(string name, string latin1, int line)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, latin1, Encoding.Latin1);

        var file = CaptionFile.Read(path, TestContext.Current.CancellationToken);

        Assert.Equal(["eins", "drei"], Texts(file));
        Assert.Equal($"{path}:{line}", Assert.Single(file.Errors).Subject);
    }

    [Theory]
    [InlineData("a.txt", "one\r{0}\rtwo")]
    [InlineData("a.jsonl", "\"one\"\n\"{0}\"\n\"two\"")]
    [InlineData("a.token", "a.jpg#0\tone\na.jpg#1\t{0}\na.jpg#2\ttwo")]
    public void A_line_longer_than_the_limit_is_one_error(string name, string content)
    {
        var file = Read(name, string.Format(null, content, new string('x', CaptionFile.MaxLineBytes + 1)));

        Assert.Equal(["one", "two"], Texts(file));
        Assert.Equal(
            $"{file.Path}:2: is longer than 1,048,576 bytes; put each caption on a line of its own",
            Assert.Single(file.Errors).Message);
    }

    [Fact]
    public void A_table_is_read_up_to_a_row_longer_than_the_limit()
    {
        var file = Read(
            "a.csv", $"file,caption\na.jpg,one\nb.jpg,{new string('x', 3 * CaptionFile.MaxLineBytes)}\nc.jpg,two");

        Assert.Equal("one", Texts(file)[0]);
        Assert.Equal($"{file.Path}:3", Assert.Single(file.Errors).Subject);
    }

    [Fact]
    public void The_number_of_errors_is_limited_and_the_last_one_counts_the_others()
    {
        var file = Read("a.jsonl", "\"fine\"\n" + string.Concat(Enumerable.Repeat("{\n", CaptionFile.MaxErrors + 7)));

        Assert.Equal(CaptionFile.MaxErrors + 1, file.Errors.Count);
        Assert.Equal("7 further lines are bad", file.Errors[^1].Problem);
    }

    [Theory]
    [InlineData("", "holds no captions")]
    [InlineData(" \n\n", "holds no captions")]
    [InlineData("GIF89a\0\0", "is not a text file")]
    [InlineData("{}", "holds no captions (first error: line 1 has no caption)")]
    [InlineData("{\"images\":[],\"annotations\":[]}", "holds no captions")]
    [InlineData(
        "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\"}],\n\"annotations\":[{\"image_id\":1,\"bbox\":[1,2]}]}",
        "holds no captions (first error: line 2 has no caption)")]
    public void A_file_without_captions_is_refused(string content, string problem)
    {
        var error = Assert.Throws<ClipException>(() => Read("captions.json", content));

        Assert.Equal(problem, error.Problem);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_different_errors()
    {
        Assert.Equal(
            "does not exist",
            Assert.Throws<ClipException>(
                () => CaptionFile.Read(
                    Path.Combine(_folder, "no.txt"), TestContext.Current.CancellationToken)).Problem);
        Assert.Equal(
            "does not exist",
            Assert.Throws<ClipException>(
                () => CaptionFile.Read(
                    Path.Combine(_folder, "no", "no.txt"), TestContext.Current.CancellationToken)).Problem);
        Assert.Equal(
            "is a folder, not a caption file",
            Assert.Throws<ClipException>(
                () => CaptionFile.Read(_folder, TestContext.Current.CancellationToken)).Problem);
        Assert.Equal(
            "is not a path",
            Assert.Throws<ClipException>(
                () => CaptionFile.Read("a\0b", TestContext.Current.CancellationToken)).Problem);
    }

    [Fact]
    public void Reading_can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(
            () => CaptionFile.Read(Write("a.txt", "one\ntwo"), new CancellationToken(canceled: true)));

    private CaptionFile Read(string name, string content) => CaptionFile.Read(Write(name, content));

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static string[] Texts(CaptionFile file) => file.Records.Select(record => record.Text).ToArray();
}
