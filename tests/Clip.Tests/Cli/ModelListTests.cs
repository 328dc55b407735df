namespace Clip.Tests.Cli;

/// <summary>The list of models says what each one is good for, and which one to begin with.</summary>
public class ModelListTests
{
    [Fact]
    public async Task The_list_ends_with_the_models_to_begin_with()
    {
        var answer = (await ClipSearch.RunAsync("models", "list")).Ended(0);

        foreach (var advice in (string[])[
            "start here for English: siglip-b-16; clipsearch models pull siglip-b-16",
            "start here for 80+ languages: siglip2-b-16; clipsearch models pull siglip2-b-16",
            "start here for the fastest answers: mobileclip-s0 (Apple's own terms); clipsearch models pull"])
        {
            Assert.Single(answer.Lines, line => line.StartsWith(advice, StringComparison.Ordinal));
        }
        Assert.Contains("XM3600: mean of", answer.Output);
        var row = answer.Lines.Single(line => line.StartsWith("clip-multilingual-text ", StringComparison.Ordinal));
        Assert.Contains("50+ languages", row);
        Assert.Contains("no figure known", row);
    }

    [Fact]
    public void Every_model_tells_its_languages_and_its_quality()
    {
        Assert.DoesNotContain(KnownModels.All, model => string.IsNullOrEmpty(model.Languages));
        Assert.DoesNotContain(KnownModels.All, model => string.IsNullOrEmpty(model.Quality));
        Assert.Equal(
            ["English", "80+ languages", "the fastest answers"],
            KnownModels.All.Select(model => model.StartHereFor).OfType<string>());
        // To begin with, a model needs both towers, and its size must be known.
        Assert.All(
            KnownModels.All.Where(model => model.StartHereFor is not null),
            model => Assert.True(model is { Megabytes: not null, Note: null }, model.ShortName));
    }
}
