using System.Text.Json;
using Clip.Searching;
using Clip.Tests.Models;
using Clip.Text;

namespace Clip.Tests.Text;

/// <summary>Other languages with Latin letters are recognized, and English is never taken for one.</summary>
public sealed class LatinLanguageTests
{
    [Theory]
    [InlineData("ein Hund auf der Wiese", "German")]
    [InlineData("rotes Auto vor einem Haus", "German")]
    [InlineData("un chien dans la neige", "French")]
    [InlineData("une voiture rouge", "French")]
    [InlineData("un perro en la playa", "Spanish")]
    [InlineData("montañas con nieve", "Spanish")]
    [InlineData("un gatto sul tetto", "Italian")]
    [InlineData("um cachorro na praia", "Portuguese")]
    [InlineData("een hond in het gras", "Dutch")]
    [InlineData("en hund på stranden", "Swedish or Danish or Norwegian")]
    [InlineData("bir köpek", "Turkish")]
    [InlineData("pies na plaży", "Polish")]
    public void A_language_is_told_by_its_small_words(string text, string language) =>
        Assert.Equal(language, LatinLanguage.Of(text));

    [Theory]
    [InlineData("Rio de la Plata")]
    [InlineData("Tour de France")]
    [InlineData("Santa Maria del Fiore")]
    [InlineData("crème brûlée")]
    [InlineData("El Niño")]
    [InlineData("do no harm")]
    [InlineData("a la carte")]
    [InlineData("die cast car")]
    [InlineData("en plein air painting")]
    [InlineData("UN peacekeepers")]
    [InlineData("eau de toilette")]
    [InlineData("Hund")]
    public void Names_loans_and_single_words_may_be_English(string text) => Assert.Null(LatinLanguage.Of(text));

    [Fact]
    public void English_captions_and_queries_are_English()
    {
        var captions = File.ReadLines(Path.Combine(EmbeddedModel.Gallery, "captions.jsonl"))
            .SelectMany(static line => JsonDocument.Parse(line).RootElement.GetProperty("captions").EnumerateArray())
            .Select(static caption => caption.GetString()!);

        Assert.DoesNotContain(
            captions.Concat(QueryBank.Words).Concat(QueryBank.Sentences),
            static text => LatinLanguage.Of(text) is not null);
    }
}
