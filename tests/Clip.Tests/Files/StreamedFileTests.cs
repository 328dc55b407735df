using System.Text.Json;
using Clip.Captions;
using Clip.Files;
using Clip.Images.Preprocessing;
using Clip.Tests.Cli;
using Clip.Tests.Models;
using Clip.Text;
using CliWrap.Buffered;

namespace Clip.Tests.Files;

/// <summary>Pipes in the places of files: they are read once, from start to end.</summary>
public sealed class StreamedFileTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_named_pipe_is_read_wherever_a_file_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        using var folder = new TestFolder();
        var pipe = folder.At("pipe");
        await CliWrap.Cli.Wrap("mkfifo").WithArguments([pipe]).ExecuteAsync(Stop);
        var photo = Pictures.Photo("kodak-01.jpg");
        var model = EmbeddedModel.Folder;

        Assert.True(StreamedFile.Is(pipe));
        Assert.True(StreamedFile.Is("/dev/null"));
        Assert.False(StreamedFile.Is(photo));
        Assert.False(StreamedFile.Is(folder.At("gone")));
        Assert.False(StreamedFile.Is(folder.Path));

        var config = Path.Combine(model, "preprocessor_config.json");
        var preprocessor = new ImagePreprocessor(PreprocessorConfig.Read(config));
        Assert.Equal(PreprocessorConfig.Read(config), await Through(config, PreprocessorConfig.Read));
        var tokenizer = await Through(Path.Combine(model, "tokenizer.json"), HuggingFaceTokenizer.Load);
        Assert.Equal([101, 1037, 4937, 102], tokenizer.Encode("a cat"));
        using var picture = await Through(
            photo, path => PictureSource.FromFile(path).DecodeAsync(preprocessor, Stop).GetAwaiter().GetResult());
        Assert.Equal(768, picture.Width);
        await File.WriteAllTextAsync(folder.At("captions.txt"), "a dog\na cat\n", Stop);
        var captions = await Through(folder.At("captions.txt"), path => CaptionFile.Read(path, Stop));
        Assert.Equal(["a dog", "a cat"], captions.Records.Select(static record => record.Text));

        async Task<T> Through<T>(string file, Func<string, T> read)
        {
            var reading = Task.Run(() => read(pipe), Stop);
            await using (var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write))
                await writer.WriteAsync(await File.ReadAllBytesAsync(file, Stop), Stop);
            return await reading;
        }
    }

    [Fact]
    public async Task A_shells_pipes_are_pictures_captions_and_settings()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test needs bash.");
        using var folder = new TestFolder();
        var photo = Pictures.Photo("kodak-01.jpg");
        var script = $"""
            set -e
            c='{ClipSearch.Executable}'
            m='{EmbeddedModel.Folder}'
            "$c" inspect pixels <(cat '{photo}') --config <(cat "$m/preprocessor_config.json") --json
            "$c" inspect pixels /dev/stdin --json < <(cat '{photo}')
            "$c" caption <(cat '{photo}') --captions <(printf 'a door\na cat\n') -n 2
            """;

        var result = await CliWrap.Cli.Wrap("bash").WithArguments(["-c", script])
            .WithEnvironmentVariables(ClipSearch.Environment).ExecuteBufferedAsync(Stop);

        var answer = new Answer(result.ExitCode, result.StandardOutput, result.StandardError);
        Assert.Equal(4, answer.Lines.Length);
        Assert.Equal(Hash(answer.Lines[0]), Hash(answer.Lines[1]));
        Assert.EndsWith("a door", answer.Lines[2]);
        Assert.Empty(answer.Errors);

        static string? Hash(string line) =>
            JsonDocument.Parse(line).RootElement.GetProperty("sha256").GetString();
    }
}
