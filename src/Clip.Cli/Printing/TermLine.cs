using System.Globalization;
using System.Text.Json.Serialization;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>What a term of the query contributes to a result, in JSON.</summary>
/// <param name="Term">The text, or the name of the picture.</param>
/// <param name="Kind"><c>text</c>, <c>image</c> or <c>vector</c>.</param>
/// <param name="Weight">Its weight in the query.</param>
/// <param name="Cosine">The cosine of the result with this term alone.</param>
/// <param name="Share">Its part of the cosine of the result with the query; the parts sum to that.</param>
internal sealed record TermLine(string Term, string Kind, double Weight, double Cosine, double Share)
{
    /// <summary>What balancing multiplied the weight by; null without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Factor { get; init; }

    public static TermLine Of(TermShare share)
    {
        var (term, kind) = share.Term switch
        {
            TextTerm text => (text.Value, "text"),
            PictureTerm picture => (picture.Source.Name, "image"),
            _ => ("", "vector"),
        };
        return new TermLine(term, kind, share.Term.Weight, share.Cosine, share.Share)
        {
            Factor = share.Factor == 1 ? null : share.Factor,
        };
    }

    /// <summary>The same for people.</summary>
    public static string Format(TermShare share)
    {
        var line = Of(share);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"        {line.Share,7:+0.000;-0.000;0.000}  {Texts.Of(line.Kind)} ")
            + $"{Quoted.Of(Plain.OneLine(line.Term))}: "
            + Texts.Say($"weight {line.Weight * share.Factor:0.###}, cosine {line.Cosine:0.000}");
    }
}
