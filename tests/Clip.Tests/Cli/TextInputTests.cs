using System.Globalization;
using System.Text;
using System.Text.Json;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>Texts as they come: empty, endless, malformed, many; and their vectors in every format.</summary>
public sealed class TextInputTests(IndexedGallery gallery)
{
    private const int Dimensions = 384;

    [Fact]
    public async Task An_empty_query_is_an_error_and_an_empty_text_has_a_vector()
    {
        var folder = await gallery.Folder;

        (await ClipSearch.RunAsync("search", "", "--in", folder)).IsError("the query", "is empty", "a dog");
        (await ClipSearch.RunAsync("search", "  ", "--in", folder)).IsError("the query", "is empty");
        (await ClipSearch.RunAsync("search", "--in", folder)).IsError("the query", "a dog");
        (await ClipSearch.RunAsync("search", "--text", "", "--in", folder)).IsError("--text", "is empty");
        (await ClipSearch.RunAsync("embed")).IsError("embed", "needs a text or a picture");
        (await ClipSearch.RunAsync("inspect", "tokens")).IsError("inspect tokens", "needs a text");
        Assert.Equal(
            Dimensions,
            (await ClipSearch.RunAsync("embed", "")).Ended(0).Json.Single().GetProperty("embedding").GetArrayLength());
        Assert.Equal("[101,102]\n", (await ClipSearch.RunAsync("inspect", "tokens", "")).Ended(0).Output);
    }

    [Fact]
    public async Task A_text_of_ten_thousand_words_is_read_to_the_models_limit_with_a_warning()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 10_000));

        var search = (await ClipSearch.RunAsync("search", text, "--in", await gallery.Folder, "--json")).Ended(0);
        var quiet = (await ClipSearch.RunAsync("embed", text, "--quiet")).Ended(0);
        var tokens = (await ClipSearch.RunAsync("inspect", "tokens", text)).Ended(0);

        Assert.Equal(10, search.Json.Length);
        search.HasOneErrorLine("\"word word", "...\"", "longer than the model reads", "64 tokens");
        Assert.True(search.Errors.Length < 200);
        Assert.Empty(quiet.Errors);
        Assert.Equal(64, tokens.Json.Single().GetArrayLength());
    }

    [Fact]
    public async Task Every_line_is_answered_in_its_place_whatever_is_wrong_with_others()
    {
        var picture = Path.Combine(await gallery.Folder, "photos", "kodak-01.jpg");
        string[] lines =
        [
            "\"a dog\"", "\"half of a pair: \\ud83d\"", $"{{\"image\":{JsonSerializer.Serialize(picture)}}}",
            "{\"image\":\"gone.jpg\"}",
            "7", "", "not json", "{\"text\":\"a cat\"}", "\"\"", "{\"image\":\"a\\u0000.jpg\"}",
        ];
        var input = Encoding.UTF8.GetBytes(string.Join('\n', lines))
            .Concat("\n\"\xff\"\n\"\U0001F984 last\""u8.ToArray()).ToArray();
        // What C# writes as two bytes of UTF-8 above becomes one that is not UTF-8.
        var invalid = input.AsSpan().LastIndexOf("\xff"u8);
        input = [.. input[..invalid], 0xFF, .. input[(invalid + 2)..]];

        var answer = (await ClipSearch.RunAsync(["embed", "--batch", "-"], input)).Ended(2);

        var answers = answer.Json;
        Assert.Equal(12, answers.Length);
        Assert.Equal(
            [true, false, true, false, false, false, false, true, true, false, false, true],
            answers.Select(line => line.TryGetProperty("embedding", out _)));
        Assert.All(
            answers.Where(line => line.TryGetProperty("embedding", out _)),
            line =>
                Assert.Equal(["input", "kind", "embedding"], line.EnumerateObject().Select(property => property.Name)));
        Assert.Equal(
            ["text", "image"], new[] { answers[0], answers[2] }.Select(line => line.GetProperty("kind").GetString()));
        Assert.Equal("\U0001F984 last", answers[11].GetProperty("input").GetString());
        answer.HasOneErrorLine("line 2: ", "half of a surrogate pair", "write whole characters");
        answer.HasOneErrorLine("gone.jpg: ", "does not exist");
        answer.HasOneErrorLine("a?.jpg: ", "zero character");
        answer.HasOneErrorLine("line 5: ", "is a number");
        answer.HasOneErrorLine("line 6: ", "is empty");
        answer.HasOneErrorLine("line 7: ", "is not valid JSON");
        answer.HasOneErrorLine("line 11: ", "not UTF-8");
        answer.HasOneErrorLine("is the small embedded model");
        Assert.Equal(8, answer.ErrorLines.Length);
    }

    [Fact]
    public async Task Token_ids_of_many_lines_are_the_references()
    {
        const int cases = 200;
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(
            folder.At("tokenizer.json"), GoldenModels.Decompress("tokenizers", "clip-bpe", "tokenizer.json.gz"),
            TestContext.Current.CancellationToken);
        var golden = Encoding.UTF8.GetString(GoldenModels.Decompress("tokenizers", "clip-bpe", "cases.jsonl.gz"))
            .Split('\n').Take(cases)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var input = string.Concat(golden.Select(line => line.GetProperty("text").GetRawText() + "\n"));

        string[] tokens = ["inspect", "tokens", "-", "--tokenizer", folder.At("tokenizer.json")];
        var answer = (await ClipSearch.RunAsync([.. tokens, "--max-length", "77"], Encoding.UTF8.GetBytes(input)))
            .Ended(0);

        Assert.Equal(
            golden.Select(line => line.GetProperty("ids").GetRawText().Replace(" ", "", StringComparison.Ordinal)),
            answer.Lines);
    }

    [Theory]
    [InlineData()]
    [InlineData("--json")]
    public async Task Every_line_has_its_tokens_in_its_place_or_an_error(params string[] options)
    {
        byte[] input =
        [
            .. "\"a\"\n\"\\udc00\"\n\nnot json\r\n{\"image\":\"a.jpg\"}\n[\"a\"]\n\""u8, 0xFF,
            .. "\"\n7\n\"a\""u8,
        ];
        string?[] errors =
        [
            null, "half of a surrogate pair", "is empty", "is not valid JSON", "is an object", "is an array",
            "not UTF-8", "is a number", null,
        ];

        var answer = (await ClipSearch.RunAsync(["inspect", "tokens", "-", .. options], input)).Ended(2);

        Assert.Equal(errors.Length, answer.Json.Length);
        foreach (var ((line, error), number) in answer.Json.Zip(errors).Zip(Enumerable.Range(1, errors.Length)))
        {
            if (error is null)
            {
                Assert.Equal("[101,1037,102]", line.GetRawText());
                continue;
            }
            Assert.Equal(["input", "error"], line.EnumerateObject().Select(property => property.Name));
            Assert.Equal($"line {number}", line.GetProperty("input").GetString());
            Assert.Contains(error, line.GetProperty("error").GetString());
            answer.HasOneErrorLine($"line {number}: ", error);
        }
    }

    [Fact]
    public async Task The_same_vectors_come_in_every_format()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(
            folder.At("batch.jsonl"), "\"a dog\"\r\n\"say \\\"cheese\\\", please\"\r\n",
            TestContext.Current.CancellationToken);

        var lines = (await ClipSearch.RunAsync("embed", "a dog", "say \"cheese\", please")).Ended(0).Json;
        var batch = (await ClipSearch.RunAsync("embed", "--batch", folder.At("batch.jsonl"))).Ended(0).Json;
        var table = (await ClipSearch.RunAsync("embed", "--batch", folder.At("batch.jsonl"), "--format", "csv"))
            .Ended(0).Lines;

        var vectors = lines.Select(Vector).ToList();
        Assert.All(vectors, vector => Assert.Equal(1, vector.Sum(value => (double)value * value), 1e-5));
        Assert.Equal(vectors, batch.Select(Vector));
        Assert.StartsWith("input,kind,d0,d1,", table[0]);
        Assert.StartsWith("\"say \"\"cheese\"\", please\",text,", table[2]);
        Assert.Equal(
            vectors[0], table[1].Split(',')[2..].Select(value => float.Parse(value, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task An_npy_file_is_what_numpy_reads()
    {
        using var folder = new TestFolder();
        var expected = Vector((await ClipSearch.RunAsync("embed", "a cat")).Ended(0).Json.Single());
        await using (var file = File.Create(folder.At("vectors.npy")))
        {
            var result = await CliWrap.Cli.Wrap(ClipSearch.Executable)
                .WithArguments(["embed", "a dog", "a cat", "--format", "npy"])
                .WithEnvironmentVariables(ClipSearch.Environment)
                .WithStandardOutputPipe(CliWrap.PipeTarget.ToStream(file))
                .ExecuteAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, result.ExitCode);
        }
        var bytes = await File.ReadAllBytesAsync(folder.At("vectors.npy"), TestContext.Current.CancellationToken);

        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
        var header = 10 + BitConverter.ToUInt16(bytes, 8);
        Assert.Equal(0, header % 64);
        Assert.Equal(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 384), }",
            Encoding.ASCII.GetString(bytes[10..header]).TrimEnd());
        Assert.Equal(header + 2 * Dimensions * sizeof(float), bytes.Length);
        Assert.Equal(
            expected,
            Enumerable.Range(0, Dimensions)
                .Select(i => BitConverter.ToSingle(bytes, header + (Dimensions + i) * sizeof(float))));
    }

    private static float[] Vector(JsonElement line) =>
        [.. line.GetProperty("embedding").EnumerateArray().Select(value => value.GetSingle())];
}
