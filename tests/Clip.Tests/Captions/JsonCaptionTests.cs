using System.Text;
using Clip.Captions;

namespace Clip.Tests.Captions;

public sealed class JsonCaptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clip-captions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Json_lines_name_a_picture_and_one_or_more_captions()
    {
        var file = Read("a.jsonl", """
            {"file": "a.jpg", "captions": ["one", "two"]}
            {"text": "three", "image": "b/c.png", "id": 7}

            {"file_name": "d.jpg", "title": "four", "score": {"x": [1]}}
            "five"
            {"url": "https://example.org/e.jpg", "caption": "six"}
            """);

        Assert.Equal(CaptionFormat.JsonLines, file.Format);
        Assert.Empty(file.Errors);
        Assert.Equal(
            [
                new("a.jpg", "one"), new("a.jpg", "two"), new("b/c.png", "three"), new("d.jpg", "four"),
                new(null, "five"), new("https://example.org/e.jpg", "six"),
            ],
            file.Records);
    }

    [Fact]
    public void A_bad_line_of_json_lines_is_one_error_and_the_others_are_read()
    {
        var file = Read("a.jsonl", """
            {"file": "a.jpg", "caption": "one"}
            {"file": "b.jpg", "caption": "two"
            {"file": "c.jpg"}
            {"file": "d.jpg", "caption": "\ud83d"}
            {"file": "e.jpg", "captions": [" ", null, 5]}
            42
            {"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}}}}}}}
            {"file": "f.jpg"} {"caption": "three"}
            {"file": "g.jpg", "caption": "four"}
            """);

        Assert.Equal(["one", "four"], file.Records.Select(record => record.Text));
        Assert.Equal(
            Enumerable.Range(2, 7).Select(line => $"{file.Path}:{line}"), file.Errors.Select(error => error.Subject));
        Assert.Equal(
            [
                "is not valid JSON", "has no caption", "has a text that is not valid Unicode", "has no caption",
                "is neither an object nor a string", "is not valid JSON", "has more than one JSON value",
            ],
            file.Errors.Select(error => error.Problem));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Coco_annotations_are_joined_with_images_by_id(bool imagesFirst)
    {
        const string images = """
            "images": [{"license": 5, "file_name": "COCO_1.jpg", "coco_url": "http://x/1.jpg", "id": 391895},
              {"file_name": "COCO_2.jpg", "id": 522418}]
            """;
        const string annotations = """
            "annotations": [
              {"image_id": 522418, "id": 1, "caption": "a woman cutting a cake\n"},
              {"image_id": 391895, "id": 2, "caption": "A man on a bike"},
              {"image_id": 391895, "id": 3, "caption": "a motorcycle"},
              {"image_id": 7, "id": 4, "caption": "nobody's"}]
            """;

        var file = Read("captions_val2014.json", $$"""
            {"info": {"year": 2014, "images": [1, [2]]}, "licenses": [{"name": "x", "url": "y"}],
            {{(imagesFirst ? images : annotations)}},
            {{(imagesFirst ? annotations : images)}},
            "type": "captions"}
            """);

        Assert.Equal(CaptionFormat.Json, file.Format);
        Assert.Equal(
            [
                new("COCO_2.jpg", "a woman cutting a cake"),
                new("COCO_1.jpg", "A man on a bike"),
                new("COCO_1.jpg", "a motorcycle")],
            file.Records);
        Assert.Equal(
            $"{file.Path}:{(imagesFirst ? 8 : 6)}: names the image 7, which is not among the images; "
            + "add it with its file_name, or delete the annotation",
            Assert.Single(file.Errors).Message);
    }

    [Fact]
    public void A_coco_file_on_one_line_is_not_read_as_json_lines()
    {
        var file = Read(
            "captions", """{"annotations":[{"image_id":1,"caption":"one"}],"images":[{"id":1,"file_name":"a.jpg"}]}""");

        Assert.Equal(CaptionFormat.Json, file.Format);
        Assert.Equal([new CaptionRecord("a.jpg", "one")], file.Records);
    }

    [Fact]
    public void Karpathys_splits_are_read()
    {
        var file = Read("dataset.json", """
            {"images": [
              {"filepath": "val2014", "sentids": [1, 2], "filename": "COCO_1.jpg", "imgid": 0, "split": "test",
               "sentences": [{"tokens": ["a", "man"], "raw": "A man.", "imgid": 0}, {"tokens": [], "raw": "a bike"}]},
              {"filename": "2.jpg", "sentences": [{"raw": "a dog"}]}], "dataset": "coco"}
            """);

        Assert.Empty(file.Errors);
        Assert.Equal(
            [new("val2014/COCO_1.jpg", "A man."), new("val2014/COCO_1.jpg", "a bike"), new("2.jpg", "a dog")],
            file.Records);
    }

    [Theory]
    [InlineData("""[{"image": "a.jpg", "caption": ["one", "two"]}, {"path": "b.jpg", "text": "three"}]""")]
    [InlineData(
        "[\n  {\n    \"image\": \"a.jpg\",\n    \"caption\": \"one\"\n  },\n"
        + "  {\"file\": \"a.jpg\", \"caption\": \"two\"},\n  {\"filepath\": \"b.jpg\", \"text\": \"three\"}\n]\n")]
    public void A_json_array_is_read(string content)
    {
        foreach (var name in (string[])["a.json", "a.txt"])
        {
            var file = Read(name, content);

            Assert.Empty(file.Errors);
            Assert.Equal([new("a.jpg", "one"), new("a.jpg", "two"), new("b.jpg", "three")], file.Records);
        }
    }

    [Fact]
    public void A_broken_document_keeps_the_captions_before_the_error_and_names_the_line()
    {
        var file = Read("a.json", "[\n\"one\",\n\"two\",\n  oops\n]");

        Assert.Equal(["one", "two"], file.Records.Select(record => record.Text));
        Assert.Equal($"{file.Path}:4", Assert.Single(file.Errors).Subject);
    }

    [Fact]
    public void Lines_are_counted_in_a_document_longer_than_the_buffer()
    {
        // Elements cross the ends of the buffer at various offsets, and some are larger than its initial size.
        var content = new StringBuilder("{\"images\": [],\n\"annotations\": [\n");
        for (var i = 0; i < 3000; i++)
            content.Append("{\"file\": \"").Append(i).Append(".jpg\", \"caption\": \"").Append(
                'x', i % 500 == 0 ? 200_000 : i % 97).Append(" é ").Append(i).Append("\"},\n");
        content.Append("{\"file\": \"last.jpg\"}]}");

        var file = Read("a.json", content.ToString());

        Assert.Equal(Enumerable.Range(0, 3000).Select(i => $"{i}.jpg"), file.Records.Select(record => record.Picture));
        Assert.Equal($"{file.Path}:3003", Assert.Single(file.Errors).Subject);
    }

    [Fact]
    public void An_element_longer_than_the_limit_ends_the_document_with_one_error()
    {
        var file = Read("a.json", $"[\"one\",\n\"{new string('x', 3 * CaptionFile.MaxLineBytes)}\"]");

        Assert.Equal("one", Assert.Single(file.Records).Text);
        Assert.Equal($"{file.Path}:2", Assert.Single(file.Errors).Subject);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var file = Read("a.json", $"[\"one\",{new string('[', 100_000)}");

        Assert.Equal("one", Assert.Single(file.Records).Text);
        Assert.Single(file.Errors);
    }

    [Fact]
    public void The_gallerys_captions_are_read()
    {
        var file = CaptionFile.Read(
            Path.Combine(Repository.Root, "gallery", "captions.jsonl"), TestContext.Current.CancellationToken);

        Assert.Empty(file.Errors);
        Assert.Equal(146, file.Records.Count);
        Assert.All(
            file.Records,
            record => Assert.True(File.Exists(Path.Combine(Repository.Root, "gallery", record.Picture!))));
    }

    private CaptionFile Read(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return CaptionFile.Read(path, TestContext.Current.CancellationToken);
    }
}
