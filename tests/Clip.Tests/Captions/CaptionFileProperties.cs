using System.Text;
using System.Text.Json;
using Clip.Captions;
using CsCheck;

namespace Clip.Tests.Captions;

public sealed class CaptionFileProperties : IDisposable
{
    private static readonly Gen<char> Character =
        Gen.OneOf('a', 'b', ' ', ',', ';', '|', '\t', '"', '\\', 'é', '犬', '\n', '#', '0', '{', '[', '\'');

    // The first letter keeps a caption from being empty; characters that could break a format follow.
    private static readonly Gen<string> Caption = Gen.String[Character, 0, 30].Select(text => ("x" + text).Trim());

    private readonly string _folder = Directory.CreateTempSubdirectory("clip-captions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Captions_written_as_RFC_4180_are_read_back() =>
        Gen.Select(Caption.Array[1, 20], Gen.OneOf(",", ";", "|", "\t"), Gen.OneOf("\n", "\r\n"), Gen.Bool)
            .Sample((captions, separator, lineEnd, mark) =>
            {
                var text = new StringBuilder($"file{separator}caption{lineEnd}");
                for (var i = 0; i < captions.Length; i++)
                {
                    var quoted = captions[i].Replace("\"", "\"\"", StringComparison.Ordinal);
                    text.Append(null, $"{i}.jpg{separator}\"{quoted}\"{lineEnd}");
                }

                var file = Read("a.csv", text.ToString(), mark);

                Assert.Empty(file.Errors);
                Assert.Equal(captions.Select((caption, i) => new CaptionRecord($"{i}.jpg", caption)), file.Records);
            }, iter: 300);

    [Fact]
    public void Captions_written_as_JSON_lines_or_an_array_are_read_back() =>
        Gen.Select(Caption.Array[1, 20], Gen.Bool, Gen.Bool).Sample((captions, asArray, mark) =>
        {
            var objects = captions.Select(
                (caption, i) => $"{{\"file\":\"{i}.jpg\",\"caption\":\"{JsonEncodedText.Encode(caption)}\"}}");
            var text = asArray ? $"[{string.Join(",\n", objects)}]" : string.Join("\n", objects);

            var file = Read("captions", text, mark);

            Assert.Empty(file.Errors);
            Assert.Equal(captions.Select((caption, i) => new CaptionRecord($"{i}.jpg", caption)), file.Records);
        }, iter: 300);

    [Fact]
    public void Damaged_files_give_captions_and_errors_or_one_clear_error()
    {
        string[] seeds =
        [
            "file,caption\na.jpg,\"one, two\"\nb.jpg,\"a \"\"b\"\"\"\n",
            "[{\"file\":\"a.jpg\",\"captions\":[\"one\",\"two\"]},{\"file\":\"b.jpg\",\"caption\":\"\\ud83d\\udc15\"}]",
            "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\"}],\"annotations\":[{\"image_id\":1,\"caption\":\"one\"}]}",
            "{\"file\":\"a.jpg\",\"caption\":\"one\"}\n{\"file\":\"b.jpg\",\"caption\":\"two\"}\n",
            "a.jpg#0\tone\nb.jpg#1\ttwo\n",
        ];
        var damage = Gen.Select(Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 2]).Array[1, 6];
        var names = Gen.OneOf("a.csv", "a.json", "a.jsonl", "a.txt", "a");
        Gen.Select(Gen.OneOf(seeds), damage, names).Sample((seed, changes, name) =>
        {
            var bytes = Encoding.UTF8.GetBytes(seed).ToList();
            foreach (var (position, value, kind) in changes)
            {
                var at = position % (bytes.Count + 1);
                if (kind == 0)
                    bytes.Insert(at, value);
                else if (at < bytes.Count && kind == 1)
                    bytes[at] = value;
                else if (at < bytes.Count && bytes.Count > 1)
                    bytes.RemoveAt(at);
            }

            var path = Path.Combine(_folder, Guid.NewGuid() + name);
            File.WriteAllBytes(path, [.. bytes]);
            try
            {
                var file = CaptionFile.Read(path, TestContext.Current.CancellationToken);
                Assert.NotEmpty(file.Records);
                Assert.All(file.Records, record => Assert.Equal(record.Text.Trim(), record.Text));
                Assert.All(
                    file.Errors, error => Assert.StartsWith(path + ":", error.Subject, StringComparison.Ordinal));
            }
            catch (ClipException error)
            {
                Assert.Equal(path, error.Subject);
            }
            finally
            {
                File.Delete(path);
            }
        }, iter: 5000);
    }

    private CaptionFile Read(string name, string content, bool mark)
    {
        var path = Path.Combine(_folder, Guid.NewGuid() + name);
        File.WriteAllText(path, content, new UTF8Encoding(mark));
        try
        {
            return CaptionFile.Read(path, TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
